using System.Runtime.CompilerServices;
using SpanNet.Kernels.Gemm;
using SpanNet.Kernels.Simd;

namespace SpanNet.Kernels.Optimizers;

/// <summary>The sweep of <see cref="UpdateSweep"/> over the weights whose gradients are one tile.</summary>
internal readonly ref struct TileUpdate<TRule, TForm>(TRule rule, TForm form, ref float w, ref float s0, ref float s1) : ITileTaker
    where TRule : struct, IUpdateRule
    where TForm : struct, IUpdateForm<TForm>
{
    private readonly TRule rule = rule;
    private readonly TForm form = form;
    private readonly ref float w = ref w;
    private readonly ref float s0 = ref s0;
    private readonly ref float s1 = ref s1;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Take<V, TVectors>(ref readonly float sums, nint at, nint nextVector)
        where V : struct, ISimd<V>
        where TVectors : struct, ICount
    {
        // Safety: the entry point has checked that weights and states are as long as the product, and tiles lie inside it.
        V updated = UpdateSweep.Update(rule, form, V.Load(in sums, 0), ref w, ref s0, ref s1, at, out V state0, out V state1);
        UpdateSweep.Store<TRule, V>(updated, state0, state1, ref w, ref s0, ref s1, at);
        if (TVectors.Value > 1)
        {
            nint next = at + nextVector;
            updated = UpdateSweep.Update(rule, form, V.Load(in sums, V.Count), ref w, ref s0, ref s1, next, out state0, out state1);
            UpdateSweep.Store<TRule, V>(updated, state0, state1, ref w, ref s0, ref s1, next);
        }
    }
}
