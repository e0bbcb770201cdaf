using SpanNet.Graphs;

namespace SpanNet.Layers;

/// <summary>Axes as options give them: counted without the batch, negative from the end.</summary>
internal static class AxisRules
{
    /// <summary>The axis counted from the front.</summary>
    /// <exception cref="ShapeException">The shape has no such axis.</exception>
    public static int Of(int axis, Shape shape)
    {
        int fromFront = axis < 0 ? shape.Rank + axis : axis;
        return fromFront >= 0 && fromFront < shape.Rank
            ? fromFront
            : throw new ShapeException($"expected an axis from {-shape.Rank} to {shape.Rank - 1} for inputs like {shape}, got {axis}");
    }

    /// <summary>Which axes of <paramref name="shape"/> are in <paramref name="axes"/>.</summary>
    /// <exception cref="ShapeException">The shape has no such axis, one is named twice, or none is.</exception>
    public static bool[] Flags(IntegerList axes, Shape shape)
    {
        bool[] flags = new bool[shape.Rank];
        foreach (int axis in axes)
        {
            int i = Of(axis, shape);
            flags[i] = !flags[i] ? true : throw new ShapeException($"expected different axes, got {axes} for {shape}");
        }

        return axes.Count > 0 ? flags : throw new ShapeException("expected at least one axis, got []");
    }

    /// <summary>The extents behind <paramref name="axis"/>, multiplied: the distance of neighbours along it.</summary>
    public static int Stride(Shape shape, int axis)
    {
        int stride = 1;
        foreach (int extent in shape.Extents[(axis + 1)..])
        {
            stride *= extent;
        }

        return stride;
    }

    /// <summary>The shape without the axes that are flagged.</summary>
    public static Shape Without(Shape shape, bool[] flags)
    {
        var kept = new List<int>();
        for (int i = 0; i < flags.Length; i++)
        {
            if (!flags[i])
            {
                kept.Add(shape[i]);
            }
        }

        return new Shape(kept.ToArray());
    }
}
