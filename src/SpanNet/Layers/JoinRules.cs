using SpanNet.Graphs;

namespace SpanNet.Layers;

/// <summary>Two inputs joined element by element: of one shape, or the second a single row that is used at every position of the first.</summary>
internal static class JoinRules
{
    /// <summary>The output's shape: the first input's.</summary>
    /// <exception cref="ShapeException">The inputs do not fit.</exception>
    public static Shape Infer(ReadOnlySpan<Shape> inputs)
    {
        Shape x = inputs[0];
        Shape row = inputs[1];
        bool isRow = x.Rank > 0 && row.Rank > 0 && row.Length == row[^1] && row[^1] == x[^1];
        return row == x || isRow
            ? x
            : throw new ShapeException($"expected inputs of one shape, or as second input one row of {x}'s last axis, got {x} and {row}");
    }
}
