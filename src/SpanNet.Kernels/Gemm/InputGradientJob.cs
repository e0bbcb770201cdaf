using System.Runtime.CompilerServices;
using SpanNet.Kernels.Simd;
using SpanNet.Kernels.Threading;

namespace SpanNet.Kernels.Gemm;

/// <summary>
/// dx = dy·Wᵀ or dx += dy·Wᵀ for few rows and few outputs: W streams by once, where it lies, and dx stays in the first-level cache.
/// (For many rows all of Wᵀ is made first: then turning W costs little, and a tile of two vectors reads dy half as often.)
/// </summary>
internal ref struct InputGradientJob : IParallelJob, ISimdKernel
{
    /// <summary>Rows up to which this is the faster way with vectors of sixteen, or of eight where dx lies close enough together.</summary>
    private const int MostRows = 32;

    /// <summary>The same with narrower vectors, which take more shuffles and more loads of dy for each multiplication.</summary>
    private const int MostRowsOfNarrow = 12;

    /// <summary>How many times the distance of rows of dx that share sets fits the first-level cache there: 24 KiB.</summary>
    private const int CachedFloats = 6144;

    /// <summary>Rows that may share sets of the first-level cache: it has at least eight ways.</summary>
    private const int MostSharing = 8;

    /// <summary>Floats that are so far apart share a set: 4 KiB.</summary>
    private const int SetDistance = 1024;

    /// <summary>Floats of dx that stay in the cache while the panels of W stream by: 32 KiB.</summary>
    private const int StripFloats = 8192;

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

    private int parts;
    private int first;
    private int end;

    /// <summary>Whether <paramref name="m"/> rows of dx, <paramref name="k"/> floats apart, are few enough.</summary>
    public static bool Suits(int m, int k)
    {
        int distance = Math.Min(k & -k, SetDistance);
        if (SimdWidth.Lanes == 8 && m > MostRowsOfNarrow)
        {
            return m <= MostRows && m * distance <= CachedFloats;
        }

        return m <= (SimdWidth.Lanes == Panels.Width ? MostRows : MostRowsOfNarrow) && m * distance <= MostSharing * SetDistance;
    }

    /// <summary>Computes on <paramref name="team"/>.</summary>
    public void Run(ThreadTeam team)
    {
        parts = ProductParts.Of(M, N, K, team);
        if (parts == 1)
        {
            Cut(0, K);
            SimdWidth.Run(ref this, Panels.Width);
            return;
        }

        team.Run(this, parts);
    }

    /// <inheritdoc/>
    public readonly void Run(int part)
    {
        (int start, int stop) = Partition.Range(K, part, parts, Panels.Width);
        InputGradientJob own = this;
        own.Cut(start, stop);
        SimdWidth.Run(ref own, Panels.Width);
    }

    /// <summary>Restricts this copy to some of the inputs.</summary>
    public void Cut(int first, int end)
    {
        this.first = first;
        this.end = end;
    }

    /// <inheritdoc/>
    public readonly void Run<V>()
        where V : struct, ISimd<V>
    {
        int strips = (int)((((long)M * (end - first)) + StripFloats - 1) / StripFloats);
        for (int strip = 0; strip < strips; strip++)
        {
            (int start, int stop) = Partition.Range(end - first, strip, strips, Panels.Width);
            Strip<V>(first + start, first + stop);
        }
    }

    /// <summary>The inputs [from, to): whole vectors, and the rest by vectors half as wide, down to single lanes.</summary>
    private readonly void Strip<V>(int from, int to)
        where V : struct, ISimd<V>
    {
        if (M == 1)
        {
            Row<V>(from, to - from);
            return;
        }

        int vectors = (to - from) / V.Count;
        int pairs = TurnedKernel.MaxVectors<V>() > 1 ? vectors / 2 : 0;
        int single = from + (2 * pairs * V.Count);
        Rows<V>(from, single, pairs, vectors - (2 * pairs));
        from += vectors * V.Count;
        if (from == to)
        {
            return;
        }

        switch (V.Count)
        {
            case 16:
                Strip<Simd256>(from, to);
                break;
            case 8:
                Strip<Simd128>(from, to);
                break;
            default:
                Strip<Simd1>(from, to);
                break;
        }
    }

    /// <summary>A single row, whose sums stay in registers from panel to panel where W is cached; else W streams by panel by panel.</summary>
    private readonly void Row<V>(int from, int inputs)
        where V : struct, ISimd<V>
    {
        bool streams = !TurnedRow.Suits(N, K);
        int most = streams ? Panels.Width : N;
        for (int column = 0; column < N; column += most)
        {
            // Safety: inputs lie inside W and Dx, columns inside Dy.
            TurnedRow.Inputs<V>(
                inputs,
                Math.Min(most, N - column),
                ref Unsafe.Add(ref Unsafe.AsRef(in Dy), column),
                ref Unsafe.Add(ref Unsafe.AsRef(in W), (((nint)(column / Panels.Width) * K) + from) * Panels.Width),
                (nint)K * Panels.Width,
                Accumulates || column > 0,
                ref Unsafe.Add(ref Dx, from),
                streams
            );
        }
    }

    private readonly void Rows<V>(int from, int single, int pairs, int singles)
        where V : struct, ISimd<V>
    {
        for (int column = 0; column < N; )
        {
            // Two groups of eight columns in a whole panel; then what there is.
            int rest = Math.Min(N - column, Panels.Width - (column % Panels.Width));
            int most = TurnedKernel.MaxColumns<V>();
            int columns = rest < most ? rest : rest / most * most;
            Columns<V, Two>(column, columns, from, pairs);
            Columns<V, One>(column, columns, single, singles);
            column += columns;
        }
    }

    /// <summary>Adds what some columns of dy contribute to so many steps of TVectors vectors of inputs.</summary>
    private readonly void Columns<V, TVectors>(int column, int columns, int input, int steps)
        where V : struct, ISimd<V>
        where TVectors : struct, ICount
    {
        if (steps == 0)
        {
            return;
        }

        // Safety: inputs lie inside W and Dx, the columns in one panel of W and inside Dy.
        nint panel = (nint)(column / Panels.Width) * K;
        ref float dy = ref Unsafe.Add(ref Unsafe.AsRef(in Dy), column);
        ref float w = ref Unsafe.Add(ref Unsafe.AsRef(in W), ((panel + input) * Panels.Width) + (column % Panels.Width));
        ref float dx = ref Unsafe.Add(ref Dx, input);
        TileKernel.Turned<V, TVectors>(columns, M, steps, ref dy, N, ref w, Accumulates || column > 0, ref dx, K);
    }
}
