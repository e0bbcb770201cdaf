using System.Runtime.CompilerServices;
using SpanNet.Kernels.Activations;
using SpanNet.Kernels.Memory;
using SpanNet.Kernels.Simd;

namespace SpanNet.Kernels.Gemm;

/// <summary>
/// One to four vectors of outputs, activated in their registers. A vector is a chain in which each multiplication waits for the one before it, so what
/// counts is how far the processor sees ahead: there are as few instructions as possible around them.
/// </summary>
internal sealed class NarrowRow<V, TVectors, TFunction>(TFunction function, int n, int k, in RowPlaces places) : RowForward(n, k, places)
    where V : struct, ISimd<V>
    where TVectors : struct, ICount
    where TFunction : struct, IActivation
{
    private const int Unrolled = 8;

    /// <summary>From a vector of W to the one beside it: in the next panel where a vector fills one.</summary>
    private readonly nint next = V.Count == Panels.Width ? (nint)k * Panels.Width : V.Count;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void Run(in PassMemory memory)
    {
        // Safety: all places were checked; the loops read k floats of x and as many rows of W, and the bias is padded to whole panels.
        Check(in memory);
        ref float x = ref X(in memory);
        ref float w = ref W(in memory);
        ref float bias = ref Bias(in memory);
        V c0 = V.Zero;
        V c1 = V.Zero;
        V c2 = V.Zero;
        V c3 = V.Zero;
        if (!Unsafe.IsNullRef(ref bias))
        {
            c0 = V.Load(ref bias, 0);
            c1 = TVectors.Value > 1 ? V.Load(ref bias, V.Count) : V.Zero;
            c2 = TVectors.Value > 2 ? V.Load(ref bias, 2 * V.Count) : V.Zero;
            c3 = TVectors.Value > 3 ? V.Load(ref bias, 3 * V.Count) : V.Zero;
        }

        nint second = next;
        nint third = (nint)K * Panels.Width; // In the next panel: more than two vectors have eight lanes.
        nint rest = K;
        for (; rest >= Unrolled; rest -= Unrolled)
        {
            Step(ref c0, ref c1, ref c2, ref c3, ref x, ref w, second, third, 0);
            Step(ref c0, ref c1, ref c2, ref c3, ref x, ref w, second, third, 1);
            Step(ref c0, ref c1, ref c2, ref c3, ref x, ref w, second, third, 2);
            Step(ref c0, ref c1, ref c2, ref c3, ref x, ref w, second, third, 3);
            Step(ref c0, ref c1, ref c2, ref c3, ref x, ref w, second, third, 4);
            Step(ref c0, ref c1, ref c2, ref c3, ref x, ref w, second, third, 5);
            Step(ref c0, ref c1, ref c2, ref c3, ref x, ref w, second, third, 6);
            Step(ref c0, ref c1, ref c2, ref c3, ref x, ref w, second, third, 7);
            x = ref Unsafe.Add(ref x, Unrolled);
            w = ref Unsafe.Add(ref w, Unrolled * Panels.Width);
        }

        for (; rest > 0; rest--)
        {
            Step(ref c0, ref c1, ref c2, ref c3, ref x, ref w, second, third, 0);
            x = ref Unsafe.Add(ref x, 1);
            w = ref Unsafe.Add(ref w, Panels.Width);
        }

        ref float y = ref Y(in memory);
        Store<One>(c0, ref y);
        Store<Two>(c1, ref y);
        Store<Three>(c2, ref y);
        Store<Four>(c3, ref y);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Store<TVector>(V c, ref float y)
        where TVector : struct, ICount
    {
        nint offset = (TVector.Value - 1) * V.Count;
        if (TVector.Value < TVectors.Value)
        {
            function.Invoke(c).Store(ref y, offset);
        }
        else if (TVector.Value == TVectors.Value)
        {
            function.Invoke(c).StoreFirst(ref y, offset, N - (int)offset);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Step(ref V c0, ref V c1, ref V c2, ref V c3, ref float x, ref float w, nint second, nint third, nint row)
    {
        V factor = V.Create(Unsafe.Add(ref x, row));
        V.Accumulate(ref c0, factor, ref w, row * Panels.Width);
        if (TVectors.Value > 1)
        {
            V.Accumulate(ref c1, factor, ref w, second + (row * Panels.Width));
        }

        if (TVectors.Value > 2)
        {
            V.Accumulate(ref c2, factor, ref w, third + (row * Panels.Width));
        }

        if (TVectors.Value > 3)
        {
            V.Accumulate(ref c3, factor, ref w, third + V.Count + (row * Panels.Width));
        }
    }
}
