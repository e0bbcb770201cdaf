using SpanNet.Kernels.Simd;

namespace SpanNet.Kernels.Gemm;

/// <summary>The gradient xᵀ·dy of a weight matrix in panels of [k, n] before it is multiplied.</summary>
public readonly ref struct GradientFactors
{
    /// <summary>[m, k], row-major.</summary>
    public required ReadOnlySpan<float> X { get; init; }

    /// <summary>[m, n], row-major.</summary>
    public required ReadOnlySpan<float> Dy { get; init; }

    /// <summary>Rows of the batch.</summary>
    public required int M { get; init; }

    /// <summary>Outputs.</summary>
    public required int N { get; init; }

    /// <summary>Inputs.</summary>
    public required int K { get; init; }

    /// <summary>At least <see cref="Gemm.WeightGradientScratch"/> floats.</summary>
    public required Span<float> Scratch { get; init; }

    /// <summary>Floats of the product: whole panels.</summary>
    public int Length => Panels.Length(K, N);

    /// <summary>
    /// Whether a product of <paramref name="m"/> rows has room for other work along: more than a few steps in each tile, one pass, and the registers of
    /// AVX-512 (with the 16 of AVX2 it is slower).
    /// </summary>
    public static bool Suit(int m) => m > RankKernel.MaxRows && m <= Product.PassDepth && SimdWidth.Lanes == Panels.Width;
}
