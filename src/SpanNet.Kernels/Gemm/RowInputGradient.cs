using System.Runtime.CompilerServices;
using SpanNet.Kernels.Simd;

namespace SpanNet.Kernels.Gemm;

/// <summary>
/// dx = dy·Wᵀ, or dx += dy·Wᵀ, for a single row: some panels of Wᵀ are made and used at once. The chains of <see cref="Product"/>.
/// </summary>
internal ref struct RowInputGradient
{
    /// <summary>Panels made at once: one row has one chain for each, and four hide its latency.</summary>
    private const int Group = 4;

    public int N;
    public int K;

    /// <summary>n floats.</summary>
    public ref readonly float Dy;

    /// <summary>Panels of [k, n].</summary>
    public ref readonly float W;

    /// <summary>k floats.</summary>
    public ref float Dx;

    /// <summary>Room for the panels of Wᵀ.</summary>
    public ref float Transposed;

    public bool Accumulates;

    /// <summary>Computes the row.</summary>
    public readonly void Run()
    {
        nint panel = (nint)Panels.Count(N) * Panels.Width * Panels.Width;
        for (int first = 0; first < K; first += Group * Panels.Width)
        {
            // Safety: panels begin inside K, and Gemm has checked that the scratch has room for all of them.
            int end = Math.Min(first + (Group * Panels.Width), K);
            ref float transposed = ref Transposed;
            for (int row = first; row < end; row += Panels.Width)
            {
                PanelTranspose.Panel(in W, K, N, row, ref transposed);
                transposed = ref Unsafe.Add(ref transposed, panel);
            }

            ref float dx = ref Unsafe.Add(ref Dx, first);
            var product = new RowProduct
            {
                K = N,
                A = ref Dy,
                AColumn = 1,
                B = ref Transposed,
                BPanel = panel,
                Start = ref Accumulates ? ref dx : ref Unsafe.NullRef<float>(),
                C = ref dx,
                Columns = end - first,
            };
            SimdWidth.Run(ref product, Panels.Width);
        }
    }
}
