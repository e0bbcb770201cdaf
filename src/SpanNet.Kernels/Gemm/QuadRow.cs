using System.Runtime.CompilerServices;
using SpanNet.Kernels.Simd;

namespace SpanNet.Kernels.Gemm;

/// <summary>
/// <see cref="QuadKernel"/> for a single row, which reads W only once: four outputs of an input are multiplied as they lie, each input in an accumulator of its
/// own. To join them to wider vectors would take longer than their multiplication.
/// </summary>
internal static class QuadRow
{
    /// <summary>c ← dy·Wᵀ, or c += dy·Wᵀ, for so many inputs. Panels of W are <paramref name="panel"/> floats apart.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Inputs<V>(int inputs, int outputs, ref float dy, ref float w, nint panel, bool accumulates, ref float c)
        where V : struct, ISimd<V>
    {
        if (V.Count == 8)
        {
            Tiles<Eight>(inputs, outputs, ref dy, ref w, panel, accumulates, ref c);
        }
        else
        {
            Tiles<Sixteen>(inputs, outputs, ref dy, ref w, panel, accumulates, ref c);
        }
    }

    /// <summary>TMost inputs at once: a multiple of four.</summary>
    private static void Tiles<TMost>(int inputs, int outputs, ref float dy, ref float w, nint panel, bool accumulates, ref float c)
        where TMost : struct, ICount
    {
        // Safety: the caller hands in whole panels of W and so many outputs and inputs.
        for (int output = 0; output < outputs; output += QuadProduct.BlockOutputs)
        {
            int count = Math.Min(QuadProduct.BlockOutputs, outputs - output);
            bool continues = accumulates || output > 0;
            ref float y = ref Unsafe.Add(ref dy, output);
            ref float b = ref Unsafe.Add(ref w, output / Panels.Width * panel);
            int input = 0;
            for (; input <= inputs - TMost.Value; input += TMost.Value)
            {
                Tile<TMost>(count, ref y, ref Unsafe.Add(ref b, input * Panels.Width), panel, continues, ref Unsafe.Add(ref c, input));
            }

            for (; input <= inputs - QuadKernel.Quad; input += QuadKernel.Quad)
            {
                Tile<Four>(count, ref y, ref Unsafe.Add(ref b, input * Panels.Width), panel, continues, ref Unsafe.Add(ref c, input));
            }

            for (; input < inputs; input++)
            {
                float sum = Sum(count, ref y, ref Unsafe.Add(ref b, input * Panels.Width), panel);
                ref float x = ref Unsafe.Add(ref c, input);
                x = continues ? x + sum : sum;
            }
        }
    }

    /// <summary>The sum of a single input.</summary>
    private static float Sum(int outputs, ref float dy, ref float w, nint panel)
    {
        Simd128 sums = Simd128.Zero;
        for (int p = 0; p < outputs; p += QuadKernel.Quad)
        {
            Simd128 y = Simd128.LoadFirst(ref dy, p, Math.Min(outputs - p, QuadKernel.Quad), Simd128.Zero);
            Simd128.Accumulate(ref sums, y, ref w, Panels.Offset(p, panel));
        }

        return sums.Lanes[0] + sums.Lanes[1] + (sums.Lanes[2] + sums.Lanes[3]);
    }

    // csharpier-ignore-start
    /// <summary>TInputs neighbouring inputs: a multiple of four. Panels of W are <paramref name="panel"/> floats apart; starts are c if <paramref name="continues"/>, else 0.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Tile<TInputs>(nint outputs, ref float dy, ref float w, nint panel, bool continues, ref float c)
        where TInputs : struct, ICount
    {
        // Safety: the caller hands in whole panels of W and so many outputs and inputs.
        Simd128 c0 = Simd128.Zero, c1 = Simd128.Zero, c2 = Simd128.Zero, c3 = Simd128.Zero, c4 = Simd128.Zero, c5 = Simd128.Zero, c6 = Simd128.Zero, c7 = Simd128.Zero, c8 = Simd128.Zero, c9 = Simd128.Zero, c10 = Simd128.Zero, c11 = Simd128.Zero, c12 = Simd128.Zero, c13 = Simd128.Zero, c14 = Simd128.Zero, c15 = Simd128.Zero;
        for (; outputs >= Panels.Width; outputs -= Panels.Width)
        {
            Step<TInputs>(Simd128.Load(ref dy, 0), ref w, 0, ref c0, ref c1, ref c2, ref c3, ref c4, ref c5, ref c6, ref c7, ref c8, ref c9, ref c10, ref c11, ref c12, ref c13, ref c14, ref c15);
            Step<TInputs>(Simd128.Load(ref dy, 4), ref w, 4, ref c0, ref c1, ref c2, ref c3, ref c4, ref c5, ref c6, ref c7, ref c8, ref c9, ref c10, ref c11, ref c12, ref c13, ref c14, ref c15);
            Step<TInputs>(Simd128.Load(ref dy, 8), ref w, 8, ref c0, ref c1, ref c2, ref c3, ref c4, ref c5, ref c6, ref c7, ref c8, ref c9, ref c10, ref c11, ref c12, ref c13, ref c14, ref c15);
            Step<TInputs>(Simd128.Load(ref dy, 12), ref w, 12, ref c0, ref c1, ref c2, ref c3, ref c4, ref c5, ref c6, ref c7, ref c8, ref c9, ref c10, ref c11, ref c12, ref c13, ref c14, ref c15);
            dy = ref Unsafe.Add(ref dy, Panels.Width);
            w = ref Unsafe.Add(ref w, panel);
        }

        for (; outputs > 0; outputs -= QuadKernel.Quad)
        {
            Step<TInputs>(Simd128.LoadFirst(ref dy, 0, (int)Math.Min(outputs, QuadKernel.Quad), Simd128.Zero), ref w, 0, ref c0, ref c1, ref c2, ref c3, ref c4, ref c5, ref c6, ref c7, ref c8, ref c9, ref c10, ref c11, ref c12, ref c13, ref c14, ref c15);
            dy = ref Unsafe.Add(ref dy, QuadKernel.Quad);
            w = ref Unsafe.Add(ref w, QuadKernel.Quad);
        }

        if (TInputs.Value > 0) { QuadKernel.Add(c0, c1, c2, c3, continues, ref c, 0); }
        if (TInputs.Value > 4) { QuadKernel.Add(c4, c5, c6, c7, continues, ref c, 4); }
        if (TInputs.Value > 8) { QuadKernel.Add(c8, c9, c10, c11, continues, ref c, 8); }
        if (TInputs.Value > 12) { QuadKernel.Add(c12, c13, c14, c15, continues, ref c, 12); }
    }

    /// <summary>Four outputs from <paramref name="p"/> on.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Step<TInputs>(
        Simd128 y, ref float w, nint p,
        ref Simd128 c0, ref Simd128 c1, ref Simd128 c2, ref Simd128 c3, ref Simd128 c4, ref Simd128 c5, ref Simd128 c6, ref Simd128 c7,
        ref Simd128 c8, ref Simd128 c9, ref Simd128 c10, ref Simd128 c11, ref Simd128 c12, ref Simd128 c13, ref Simd128 c14, ref Simd128 c15)
        where TInputs : struct, ICount
    {
        if (TInputs.Value > 0) { Simd128.Accumulate(ref c0, y, ref w, p + (0 * Panels.Width)); }
        if (TInputs.Value > 1) { Simd128.Accumulate(ref c1, y, ref w, p + (1 * Panels.Width)); }
        if (TInputs.Value > 2) { Simd128.Accumulate(ref c2, y, ref w, p + (2 * Panels.Width)); }
        if (TInputs.Value > 3) { Simd128.Accumulate(ref c3, y, ref w, p + (3 * Panels.Width)); }
        if (TInputs.Value > 4) { Simd128.Accumulate(ref c4, y, ref w, p + (4 * Panels.Width)); }
        if (TInputs.Value > 5) { Simd128.Accumulate(ref c5, y, ref w, p + (5 * Panels.Width)); }
        if (TInputs.Value > 6) { Simd128.Accumulate(ref c6, y, ref w, p + (6 * Panels.Width)); }
        if (TInputs.Value > 7) { Simd128.Accumulate(ref c7, y, ref w, p + (7 * Panels.Width)); }
        if (TInputs.Value > 8) { Simd128.Accumulate(ref c8, y, ref w, p + (8 * Panels.Width)); }
        if (TInputs.Value > 9) { Simd128.Accumulate(ref c9, y, ref w, p + (9 * Panels.Width)); }
        if (TInputs.Value > 10) { Simd128.Accumulate(ref c10, y, ref w, p + (10 * Panels.Width)); }
        if (TInputs.Value > 11) { Simd128.Accumulate(ref c11, y, ref w, p + (11 * Panels.Width)); }
        if (TInputs.Value > 12) { Simd128.Accumulate(ref c12, y, ref w, p + (12 * Panels.Width)); }
        if (TInputs.Value > 13) { Simd128.Accumulate(ref c13, y, ref w, p + (13 * Panels.Width)); }
        if (TInputs.Value > 14) { Simd128.Accumulate(ref c14, y, ref w, p + (14 * Panels.Width)); }
        if (TInputs.Value > 15) { Simd128.Accumulate(ref c15, y, ref w, p + (15 * Panels.Width)); }
    }
    // csharpier-ignore-end
}
