using SpanNet.Kernels.Memory;

namespace SpanNet.Graphs;

/// <summary>How a parameter lies in memory, and how it goes to and from the canonical, row-major layout of files. Padding is 0.</summary>
public abstract record ParameterLayout
{
    /// <summary>Row-major as in files, padded to a cache line.</summary>
    public static ParameterLayout Plain { get; } = new PlainLayout();

    /// <summary>The transpose of a [outputs, inputs] matrix in panels of 16 outputs, as matrix products read it.</summary>
    public static ParameterLayout Panels { get; } = new PanelLayout();

    /// <summary>Floats in memory, padding included.</summary>
    public abstract int StoredLength(Shape shape);

    /// <summary>stored ← canonical.</summary>
    public abstract void Store(ReadOnlySpan<float> canonical, Span<float> stored, Shape shape);

    /// <summary>canonical ← stored.</summary>
    public abstract void Restore(ReadOnlySpan<float> stored, Span<float> canonical, Shape shape);

    private sealed record PlainLayout : ParameterLayout
    {
        public override int StoredLength(Shape shape) => AlignedBuffer.Pad(shape.Length);

        public override void Store(ReadOnlySpan<float> canonical, Span<float> stored, Shape shape) => canonical.CopyTo(stored);

        public override void Restore(ReadOnlySpan<float> stored, Span<float> canonical, Shape shape) =>
            stored[..shape.Length].CopyTo(canonical);
    }

    private sealed record PanelLayout : ParameterLayout
    {
        public override int StoredLength(Shape shape) => Kernels.Gemm.Panels.Length(shape[1], shape[0]);

        public override void Store(ReadOnlySpan<float> canonical, Span<float> stored, Shape shape) =>
            Kernels.Gemm.Panels.PackTransposed(canonical, stored, shape[1], shape[0]);

        public override void Restore(ReadOnlySpan<float> stored, Span<float> canonical, Shape shape) =>
            Kernels.Gemm.Panels.UnpackTransposed(stored, canonical, shape[1], shape[0]);
    }
}
