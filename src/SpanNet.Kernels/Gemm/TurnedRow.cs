using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;
using SpanNet.Kernels.Simd;

namespace SpanNet.Kernels.Gemm;

/// <summary>
/// c[j] ← start + Σₚ dy[p] · W(j, p) over all columns of W: <see cref="TurnedKernel"/> for a single row, whose sums stay in registers from panel
/// to panel. The same chain per element.
/// </summary>
internal static class TurnedRow
{
    /// <summary>Floats of W that stay in the first-level cache; more of them stream better panel by panel, the sums in memory.</summary>
    private const int CachedFloats = 8192;

    /// <summary>Whether W [k, n] is small enough.</summary>
    public static bool Suits(int n, int k) => (long)n * k <= CachedFloats;

    /// <summary>So many neighbouring inputs: whole vectors, and the rest by vectors half as wide, down to single lanes.</summary>
    public static void Inputs<V>(int inputs, int columns, ref float dy, ref float w, nint panel, bool accumulates, ref float c)
        where V : struct, ISimd<V>
    {
        // Safety: the caller hands in as many inputs of W and c.
        if (V.Count == TurnedQuads.Lanes && Avx.IsSupported)
        {
            int vectors = inputs / TurnedQuads.Lanes;
            TurnedQuads.Run(vectors, columns, ref dy, ref w, panel, accumulates, ref c);
            w = ref Unsafe.Add(ref w, vectors * TurnedQuads.Lanes * Panels.Width);
            c = ref Unsafe.Add(ref c, vectors * TurnedQuads.Lanes);
            inputs -= vectors * TurnedQuads.Lanes;
        }

        for (; TurnedKernel.MaxVectors<V>() > 1 && inputs >= 2 * V.Count; inputs -= 2 * V.Count)
        {
            Run<V, Two>(columns, ref dy, ref w, panel, accumulates, ref c);
            w = ref Unsafe.Add(ref w, 2 * V.Count * Panels.Width);
            c = ref Unsafe.Add(ref c, 2 * V.Count);
        }

        for (; inputs >= V.Count; inputs -= V.Count)
        {
            Run<V, One>(columns, ref dy, ref w, panel, accumulates, ref c);
            w = ref Unsafe.Add(ref w, V.Count * Panels.Width);
            c = ref Unsafe.Add(ref c, V.Count);
        }

        if (inputs == 0)
        {
            return;
        }

        switch (V.Count)
        {
            case 16:
                Inputs<Simd256>(inputs, columns, ref dy, ref w, panel, accumulates, ref c);
                break;
            case 8:
                Inputs<Simd128>(inputs, columns, ref dy, ref w, panel, accumulates, ref c);
                break;
            default:
                Inputs<Simd1>(inputs, columns, ref dy, ref w, panel, accumulates, ref c);
                break;
        }
    }

    // csharpier-ignore-start
    /// <summary>TVectors vectors of inputs; panels of W are <paramref name="panel"/> floats apart. The chains begin with c or with 0.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Run<V, TVectors>(int columns, ref float dy, ref float w, nint panel, bool accumulates, ref float c)
        where V : struct, ISimd<V>
        where TVectors : struct, ICount
    {
        // Safety: Inputs hands in whole vectors of inputs, and columns inside dy; a panel has room for whole groups of eight.
        V cx = V.Zero, cy = V.Zero;
        if (accumulates) { cx = V.Load(ref c, 0); if (TVectors.Value > 1) { cy = V.Load(ref c, V.Count); } }

        nint place = 0;
        for (; ; columns -= TurnedKernel.MaxColumns)
        {
            V y0 = V.Zero, y1 = V.Zero, y2 = V.Zero, y3 = V.Zero, y4 = V.Zero, y5 = V.Zero, y6 = V.Zero, y7 = V.Zero;
            V.LoadColumns(ref Unsafe.Add(ref w, place), Panels.Width, out V x0, out V x1, out V x2, out V x3, out V x4, out V x5, out V x6, out V x7);
            if (TVectors.Value > 1) { V.LoadColumns(ref Unsafe.Add(ref w, place + (V.Count * Panels.Width)), Panels.Width, out y0, out y1, out y2, out y3, out y4, out y5, out y6, out y7); }

            V s = V.Create(dy); cx = V.Fma(s, x0, cx); if (TVectors.Value > 1) { cy = V.Fma(s, y0, cy); }
            if (columns == 1) { break; }
            s = V.Create(Unsafe.Add(ref dy, 1)); cx = V.Fma(s, x1, cx); if (TVectors.Value > 1) { cy = V.Fma(s, y1, cy); }
            if (columns == 2) { break; }
            s = V.Create(Unsafe.Add(ref dy, 2)); cx = V.Fma(s, x2, cx); if (TVectors.Value > 1) { cy = V.Fma(s, y2, cy); }
            if (columns == 3) { break; }
            s = V.Create(Unsafe.Add(ref dy, 3)); cx = V.Fma(s, x3, cx); if (TVectors.Value > 1) { cy = V.Fma(s, y3, cy); }
            if (columns == 4) { break; }
            s = V.Create(Unsafe.Add(ref dy, 4)); cx = V.Fma(s, x4, cx); if (TVectors.Value > 1) { cy = V.Fma(s, y4, cy); }
            if (columns == 5) { break; }
            s = V.Create(Unsafe.Add(ref dy, 5)); cx = V.Fma(s, x5, cx); if (TVectors.Value > 1) { cy = V.Fma(s, y5, cy); }
            if (columns == 6) { break; }
            s = V.Create(Unsafe.Add(ref dy, 6)); cx = V.Fma(s, x6, cx); if (TVectors.Value > 1) { cy = V.Fma(s, y6, cy); }
            if (columns == 7) { break; }
            s = V.Create(Unsafe.Add(ref dy, 7)); cx = V.Fma(s, x7, cx); if (TVectors.Value > 1) { cy = V.Fma(s, y7, cy); }
            if (columns == 8) { break; }

            // A panel is two groups of eight columns.
            dy = ref Unsafe.Add(ref dy, TurnedKernel.MaxColumns);
            w = ref Unsafe.Add(ref w, place == 0 ? 0 : panel);
            place ^= TurnedKernel.MaxColumns;
        }

        cx.Store(ref c, 0); if (TVectors.Value > 1) { cy.Store(ref c, V.Count); }
    }
    // csharpier-ignore-end
}
