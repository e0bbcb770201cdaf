using System.Numerics.Tensors;

namespace SpanNet.Operators;

/// <summary>
/// Where a gradient goes. The first writer of a gradient overwrites it and must not read it; later writers add to it. So fan-out,
/// residuals and tied weights need no code of their own, and no gradient is ever filled with zeros.
/// </summary>
public readonly ref struct GradientSink
{
    internal GradientSink(Span<float> destination, bool accumulates, bool isNeeded)
    {
        Destination = destination;
        Accumulates = accumulates;
        IsNeeded = isNeeded;
    }

    /// <summary>The gradient's memory; empty when it is not needed.</summary>
    public Span<float> Destination { get; }

    /// <summary>True: add to what is there (β = 1). False: overwrite without reading (β = 0).</summary>
    public bool Accumulates { get; }

    /// <summary>False when nobody wants this gradient: the first layer's input, or a frozen layer's parameters.</summary>
    public bool IsNeeded { get; }

    /// <summary>Writes or adds a whole gradient that was made elsewhere, when it is needed; padding behind it becomes 0. May not overlap the destination.</summary>
    public void Write(ReadOnlySpan<float> gradient)
    {
        if (!IsNeeded)
        {
            return;
        }

        Span<float> first = Destination[..gradient.Length];
        if (Accumulates)
        {
            TensorPrimitives.Add(first, gradient, first);
        }
        else
        {
            gradient.CopyTo(first);
            Destination[gradient.Length..].Clear();
        }
    }
}
