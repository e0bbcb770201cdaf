using System.Runtime.CompilerServices;
using SpanNet.Kernels.Memory;
using SpanNet.Kernels.Simd;
using SpanNet.Kernels.Threading;

namespace SpanNet.Kernels.Gemm;

/// <summary>
/// dW = xᵀ·dy for at most 16 outputs, ten classes for example, as dWᵀ = dyᵀ·x: the outputs are the rows of the tile and the inputs fill its
/// vectors, which ten outputs would not. x is read once, where it lies. The same chains, hence the same bits.
/// </summary>
internal ref struct NarrowWeightGradient : IParallelJob, ISimdKernel
{
    /// <summary>Inputs of one block: two squares of 16.</summary>
    private const int Width = 2 * Panels.Width;

    private const int Square = Panels.Width * Panels.Width;

    public int M;
    public int N;
    public int K;

    /// <summary>[m, k], row-major.</summary>
    public ref readonly float X;

    /// <summary>[m, n], row-major.</summary>
    public ref readonly float Dy;

    /// <summary>One panel of [k, n].</summary>
    public ref float Dw;

    private int parts;
    private int first;
    private int end;

    /// <summary>Whether the shapes suit: one panel, blocks of inputs, and chains long enough to pay for turning the result.</summary>
    public static bool Suits(int m, int n, int k) => n <= Panels.Width && k >= Width && m >= 8;

    /// <summary>Computes on <paramref name="team"/>.</summary>
    public void Run(ThreadTeam team)
    {
        parts = ProductParts.Of(M, N, K, team);
        if (parts == 1)
        {
            end = (K + Width - 1) / Width;
            SimdWidth.Run(ref this, Panels.Width);
            return;
        }

        team.Run(this, parts);
    }

    /// <inheritdoc/>
    public readonly void Run(int part)
    {
        NarrowWeightGradient own = this;
        (own.first, own.end) = Partition.Range((K + Width - 1) / Width, part, parts);
        SimdWidth.Run(ref own, Panels.Width);
    }

    /// <summary>Blocks of 32 inputs; the last may repeat some of the one before: whoever writes them, the bits are the same.</summary>
    [SkipLocalsInit]
    public readonly void Run<V>()
        where V : struct, ISimd<V>
    {
        Span<float> squares = stackalloc float[(2 * Square) + CacheLine.Slack];
        // Rows of outputs that do not exist become the padding of the panel.
        squares.Clear();
        int offset = 0;
        var layout = new TileLayout
        {
            Segments = 1,
            Offsets = ref offset,
            Length = M,
            ARow = 1,
            AColumn = N,
            BRow = K,
            BVector = V.Count,
            CRow = Panels.Width,
            CVector = V.Count == Panels.Width ? Square : V.Count,
        };
        // Safety: inputs lie inside X and Dw, outputs inside Dy; the squares hold 16 rows.
        ref float square = ref CacheLine.First(squares);
        int tiles = (N + MicroKernel.MaxRows<V>() - 1) / MicroKernel.MaxRows<V>();
        for (int block = first; block < end; block++)
        {
            int input = Math.Min(block * Width, K - Width);
            for (int tile = 0; tile < tiles; tile++)
            {
                (int row, int endRow) = Partition.Range(N, tile, tiles);
                ref float a = ref Unsafe.Add(ref Unsafe.AsRef(in Dy), row);
                for (int j = 0; j < Width; j += 2 * V.Count)
                {
                    ref float b = ref Unsafe.Add(ref Unsafe.AsRef(in X), input + j);
                    ref float c = ref Unsafe.Add(ref square, (j / Panels.Width * Square) + (row * Panels.Width) + (j % Panels.Width));
                    TileKernel.Run<V, Two>(endRow - row, in layout, ref a, ref b, ref Unsafe.NullRef<float>(), ref c);
                }
            }

            ref float dw = ref Unsafe.Add(ref Dw, (nint)input * Panels.Width);
            PanelTranspose.Block(ref square, ref dw);
            PanelTranspose.Block(ref Unsafe.Add(ref square, Square), ref Unsafe.Add(ref dw, Square));
        }
    }
}
