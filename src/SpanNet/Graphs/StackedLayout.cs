namespace SpanNet.Graphs;

/// <summary>
/// A parameter whose first axis is <paramref name="Count"/> parts of equal size, each in a layout of its own one after the other: packed
/// projections, so that each can be handed to a product by itself.
/// </summary>
/// <param name="Part">The layout of a part.</param>
/// <param name="Count">Number of parts; divides the first extent.</param>
internal sealed record StackedLayout(ParameterLayout Part, int Count) : ParameterLayout
{
    public override int StoredLength(Shape shape) => checked(Count * Part.StoredLength(Of(shape)));

    public override void Store(ReadOnlySpan<float> canonical, Span<float> stored, Shape shape)
    {
        Shape part = Of(shape);
        int length = Part.StoredLength(part);
        for (int i = 0; i < Count; i++)
        {
            Part.Store(canonical.Slice(i * part.Length, part.Length), stored.Slice(i * length, length), part);
        }
    }

    public override void Restore(ReadOnlySpan<float> stored, Span<float> canonical, Shape shape)
    {
        Shape part = Of(shape);
        int length = Part.StoredLength(part);
        for (int i = 0; i < Count; i++)
        {
            Part.Restore(stored.Slice(i * length, length), canonical.Slice(i * part.Length, part.Length), part);
        }
    }

    private Shape Of(Shape shape) => new([shape[0] / Count, .. shape.Extents[1..]]);
}
