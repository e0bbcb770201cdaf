namespace SpanNet.Testing.Cases;

/// <summary>A kernel over vectors: writes <paramref name="y"/> from <paramref name="a"/> and, where it takes two, <paramref name="b"/>.</summary>
public delegate void VectorKernel(ReadOnlySpan<float> a, ReadOnlySpan<float> b, Span<float> y);
