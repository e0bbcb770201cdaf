using System.Runtime.CompilerServices;
using SpanNet.Kernels.Memory;
using SpanNet.Kernels.Simd;
using SpanNet.Kernels.Threading;

namespace SpanNet.Kernels.Gemm;

/// <summary>
/// dx = dy·Wᵀ or dx += dy·Wᵀ of many outputs by <see cref="QuadKernel"/>. Every element is a sum over blocks of <see cref="BlockOutputs"/> outputs, first to
/// last; a block is four chains over every fourth output, added as (s₀ + s₁) + (s₂ + s₃). Where outputs end within four, zeros follow.
/// </summary>
internal ref struct QuadProduct : IParallelJob, ISimdKernel
{
    /// <summary>Outputs from which sums run in four chains; fewer are one chain, since adding four would take longer than to turn W.</summary>
    private const int LeastOutputs = 64;

    /// <summary>Outputs of a block: those of sixteen inputs, brought into order, take 16 KiB of the first-level cache.</summary>
    public const int BlockOutputs = 256;

    /// <summary>Rows of a block: what the tiles read of dy stays in the second-level cache while the inputs go by.</summary>
    private const int BlockRows = 240;

    public int M;
    public int N;
    public int K;

    /// <summary>[m, n], row-major.</summary>
    public ref readonly float Dy;

    /// <summary>Panels of [k, n].</summary>
    public ref readonly float W;

    /// <summary>[m, k], row-major.</summary>
    public ref float Dx;

    public bool Accumulates;

    private ProductParts parts;
    private int firstRow;
    private int endRow;
    private int firstInput;
    private int endInput;

    /// <summary>Whether so many outputs are summed in four chains: a matter of shapes alone.</summary>
    public static bool Sums(int outputs) => outputs >= LeastOutputs;

    /// <summary>Computes on <paramref name="team"/>.</summary>
    public void Run(ThreadTeam team)
    {
        parts = new ProductParts(M, K, N, team);
        if (parts.Count == 1)
        {
            Cut(0, M, 0, K);
            SimdWidth.Run(ref this, Panels.Width);
            return;
        }

        team.Run(this, parts.Count);
    }

    /// <inheritdoc/>
    public readonly void Run(int part)
    {
        (int rowStart, int rowEnd) = parts.Rows(part);
        (int inputStart, int inputEnd) = parts.Columns(part);
        QuadProduct own = this;
        own.Cut(rowStart, rowEnd, inputStart, Math.Min(inputEnd, K));
        SimdWidth.Run(ref own, Panels.Width);
    }

    /// <summary>Restricts this copy to some rows and inputs.</summary>
    public void Cut(int firstRow, int endRow, int firstInput, int endInput)
    {
        this.firstRow = firstRow;
        this.endRow = endRow;
        this.firstInput = firstInput;
        this.endInput = endInput;
    }

    /// <inheritdoc/>
    public readonly void Run<V>()
        where V : struct, ISimd<V>
    {
        if (M == 1)
        {
            Row<V>();
            return;
        }

        switch (V.Count)
        {
            case 16:
                Blocks<Simd512>();
                break;
            case 8:
                Blocks<Simd256>();
                break;
            default:
                Blocks<Simd128>();
                break;
        }
    }

    private readonly void Row<V>()
        where V : struct, ISimd<V>
    {
        // Safety: inputs lie inside W and Dx.
        ref float w = ref Unsafe.Add(ref Unsafe.AsRef(in W), (nint)firstInput * Panels.Width);
        ref float dx = ref Unsafe.Add(ref Dx, firstInput);
        QuadRow.Inputs<V>(endInput - firstInput, N, ref Unsafe.AsRef(in Dy), ref w, (nint)K * Panels.Width, Accumulates, ref dx);
    }

    [SkipLocalsInit]
    private readonly unsafe void Blocks<V>()
        where V : struct, ISimdQuads<V>
    {
        // Safety: the buffer holds the outputs of a block for a vector of inputs; rows and outputs lie inside Dy.
        Span<float> buffer = stackalloc float[(BlockOutputs * V.Count) + CacheLine.Slack];
        ref float kept = ref CacheLine.First(buffer);
        float* last = stackalloc float[BlockRows * QuadKernel.Quad];
        fixed (float* dy = &Unsafe.AsRef(in Dy))
        {
            for (int row = firstRow; row < endRow; row += BlockRows)
            {
                for (int output = 0; output < N; output += BlockOutputs)
                {
                    var block = new QuadBlock
                    {
                        Rows = Math.Min(BlockRows, endRow - row),
                        Outputs = Math.Min(BlockOutputs, N - output),
                        Dy = dy + ((nint)row * N) + output,
                        DyRow = N,
                        Last = last,
                        W = ref Unsafe.Add(ref Unsafe.AsRef(in W), output / Panels.Width * ((nint)K * Panels.Width)),
                        WPanel = (nint)K * Panels.Width,
                        Dx = ref Unsafe.Add(ref Dx, (nint)row * K),
                        DxRow = K,
                        Continues = Accumulates || output > 0,
                        Kept = ref kept,
                    };
                    block.TakeLast();
                    block.Inputs<V>(firstInput, endInput);
                }
            }
        }
    }
}
