using System.Runtime.CompilerServices;
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

    /// <summary>
    /// So many neighbouring inputs: whole vectors, and the rest by vectors half as wide, down to single lanes. The chains begin with c if
    /// <paramref name="continues"/>, else with 0. Panels of W are <paramref name="panel"/> floats apart. Where W <paramref name="streams"/> by, its lines are
    /// asked for ahead.
    /// </summary>
    public static void Inputs<V>(int inputs, int columns, ref float dy, ref float w, nint panel, bool continues, ref float c, bool streams)
        where V : struct, ISimd<V>
    {
        // Safety: the caller hands in as many inputs of W and c.
        if (TurnedKernel.MaxVectors<V>() > 1 && inputs >= 2 * V.Count)
        {
            int pairs = inputs / (2 * V.Count);
            Run<V, Two>(pairs, columns, ref dy, ref w, panel, continues, ref c, streams);
            int done = pairs * 2 * V.Count;
            inputs -= done;
            w = ref Unsafe.Add(ref w, done * Panels.Width);
            c = ref Unsafe.Add(ref c, done);
        }

        if (inputs >= V.Count)
        {
            int done = inputs / V.Count * V.Count;
            Run<V, One>(inputs / V.Count, columns, ref dy, ref w, panel, continues, ref c, streams);
            inputs -= done;
            w = ref Unsafe.Add(ref w, done * Panels.Width);
            c = ref Unsafe.Add(ref c, done);
        }

        if (inputs == 0)
        {
            return;
        }

        switch (V.Count)
        {
            case 16:
                Inputs<Simd256>(inputs, columns, ref dy, ref w, panel, continues, ref c, streams);
                break;
            case 8:
                Inputs<Simd128>(inputs, columns, ref dy, ref w, panel, continues, ref c, streams);
                break;
            default:
                Inputs<Simd1>(inputs, columns, ref dy, ref w, panel, continues, ref c, streams);
                break;
        }
    }

    // csharpier-ignore-start
    /// <summary><paramref name="steps"/> times TVectors vectors of inputs.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Run<V, TVectors>(int steps, int columns, ref float dy, ref float w, nint panel, bool continues, ref float c, bool streams)
        where V : struct, ISimd<V>
        where TVectors : struct, ICount
    {
        // Safety: Inputs hands in whole vectors of inputs, and columns inside dy; a panel has room for whole groups of columns.
        for (; steps > 0; steps--)
        {
            V cx = V.Zero, cy = V.Zero;
            if (continues) { cx = V.Load(ref c, 0); if (TVectors.Value > 1) { cy = V.Load(ref c, V.Count); } }

            ref float d = ref dy;
            ref float b = ref w;
            nint place = 0;
            for (int rest = columns; rest > 0; rest -= TurnedKernel.MaxColumns<V>())
            {
                if (streams) { TurnedKernel.Ask<V>(ref w, place, TVectors.Value * V.Count); }

                V y0 = V.Zero, y1 = V.Zero, y2 = V.Zero, y3 = V.Zero, y4 = V.Zero, y5 = V.Zero, y6 = V.Zero, y7 = V.Zero;
                TurnedKernel.Load(ref Unsafe.Add(ref b, place), out V x0, out V x1, out V x2, out V x3, out V x4, out V x5, out V x6, out V x7);
                if (TVectors.Value > 1) { TurnedKernel.Load(ref Unsafe.Add(ref b, place + (V.Count * Panels.Width)), out y0, out y1, out y2, out y3, out y4, out y5, out y6, out y7); }

                V s = V.Broadcast(ref d, 0); V.Accumulate(ref cx, s, x0); if (TVectors.Value > 1) { V.Accumulate(ref cy, s, y0); }
                if (rest < TurnedKernel.MaxColumns<V>())
                {
                    if (rest == 1) { break; }
                    s = V.Broadcast(ref d, 1); V.Accumulate(ref cx, s, x1); if (TVectors.Value > 1) { V.Accumulate(ref cy, s, y1); }
                    if (rest == 2) { break; }
                    s = V.Broadcast(ref d, 2); V.Accumulate(ref cx, s, x2); if (TVectors.Value > 1) { V.Accumulate(ref cy, s, y2); }
                    if (TurnedKernel.MaxColumns<V>() == 4) { break; }
                    if (rest == 3) { break; }
                    s = V.Broadcast(ref d, 3); V.Accumulate(ref cx, s, x3); if (TVectors.Value > 1) { V.Accumulate(ref cy, s, y3); }
                    if (rest == 4) { break; }
                    s = V.Broadcast(ref d, 4); V.Accumulate(ref cx, s, x4); if (TVectors.Value > 1) { V.Accumulate(ref cy, s, y4); }
                    if (rest == 5) { break; }
                    s = V.Broadcast(ref d, 5); V.Accumulate(ref cx, s, x5); if (TVectors.Value > 1) { V.Accumulate(ref cy, s, y5); }
                    if (rest == 6) { break; }
                    s = V.Broadcast(ref d, 6); V.Accumulate(ref cx, s, x6); if (TVectors.Value > 1) { V.Accumulate(ref cy, s, y6); }
                    break;
                }

                s = V.Broadcast(ref d, 1); V.Accumulate(ref cx, s, x1); if (TVectors.Value > 1) { V.Accumulate(ref cy, s, y1); }
                s = V.Broadcast(ref d, 2); V.Accumulate(ref cx, s, x2); if (TVectors.Value > 1) { V.Accumulate(ref cy, s, y2); }
                s = V.Broadcast(ref d, 3); V.Accumulate(ref cx, s, x3); if (TVectors.Value > 1) { V.Accumulate(ref cy, s, y3); }
                if (TurnedKernel.MaxColumns<V>() > 4)
                {
                    s = V.Broadcast(ref d, 4); V.Accumulate(ref cx, s, x4); if (TVectors.Value > 1) { V.Accumulate(ref cy, s, y4); }
                    s = V.Broadcast(ref d, 5); V.Accumulate(ref cx, s, x5); if (TVectors.Value > 1) { V.Accumulate(ref cy, s, y5); }
                    s = V.Broadcast(ref d, 6); V.Accumulate(ref cx, s, x6); if (TVectors.Value > 1) { V.Accumulate(ref cy, s, y6); }
                    s = V.Broadcast(ref d, 7); V.Accumulate(ref cx, s, x7); if (TVectors.Value > 1) { V.Accumulate(ref cy, s, y7); }
                }

                // From group to group in a panel, then to the next panel.
                d = ref Unsafe.Add(ref d, TurnedKernel.MaxColumns<V>());
                place = (place + TurnedKernel.MaxColumns<V>()) & (Panels.Width - 1);
                b = ref Unsafe.Add(ref b, place == 0 ? panel : 0);
            }

            cx.Store(ref c, 0); if (TVectors.Value > 1) { cy.Store(ref c, V.Count); }
            w = ref Unsafe.Add(ref w, TVectors.Value * V.Count * Panels.Width);
            c = ref Unsafe.Add(ref c, TVectors.Value * V.Count);
        }
    }
    // csharpier-ignore-end
}
