using SpanNet.Graphs;
using SpanNet.Kernels.Convolution;

namespace SpanNet.Layers;

/// <summary>Filters [outputs, channels / groups, kernel …] in the panels that convolutions read.</summary>
/// <param name="Groups">Groups of channels.</param>
internal sealed record FilterLayout(int Groups) : ParameterLayout
{
    /// <inheritdoc/>
    public override int StoredLength(Shape shape) => FilterPanels.Length(shape[0], shape[1], Taps(shape), Groups);

    /// <inheritdoc/>
    public override void Store(ReadOnlySpan<float> canonical, Span<float> stored, Shape shape) =>
        FilterPanels.Pack(canonical, stored, shape[0], shape[1], Taps(shape), Groups);

    /// <inheritdoc/>
    public override void Restore(ReadOnlySpan<float> stored, Span<float> canonical, Shape shape) =>
        FilterPanels.Unpack(stored, canonical, shape[0], shape[1], Taps(shape), Groups);

    private static int Taps(Shape shape) => shape.Length / (shape[0] * shape[1]);
}
