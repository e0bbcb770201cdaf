using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using SpanNet.Kernels.Gemm;
using SpanNet.Kernels.Simd;

namespace SpanNet.Kernels.Optimizers;

/// <summary>
/// The sweep of <see cref="UpdateSweep"/> over a weight matrix in panels whose gradient is the outer product x·dyᵀ of a batch of one: it is multiplied
/// as the weights stream by, and never stored.
/// </summary>
/// <remarks>Each element is 0 + x·dy with one rounding: the chain of <see cref="Gemm.Gemm.WeightGradient"/> for one row, hence the same bits.</remarks>
internal readonly ref struct OuterUpdate<TRule, TForm>(
    TRule rule,
    TForm form,
    Span<float> w,
    ReadOnlySpan<float> x,
    ReadOnlySpan<float> dy,
    Span<float> s0,
    Span<float> s1
) : ISimdKernel
    where TRule : struct, IUpdateRule
    where TForm : struct, IUpdateForm
{
    private readonly TRule rule = rule;
    private readonly TForm form = form;
    private readonly Span<float> w = w;
    private readonly ReadOnlySpan<float> x = x;
    private readonly ReadOnlySpan<float> dy = dy;
    private readonly Span<float> s0 = s0;
    private readonly Span<float> s1 = s1;

    /// <inheritdoc/>
    public void Run<V>()
        where V : struct, ISimd<V>
    {
        int column = 0;
        for (; RankKernel.MaxVectors<V>() == 2 && column <= dy.Length - (2 * V.Count); column += 2 * V.Count)
        {
            Columns<V, Two>(column);
        }

        for (; column < dy.Length; column += V.Count)
        {
            Columns<V, One>(column);
        }
    }

    /// <summary>Two vectors of columns share their loads of x, as in <see cref="RankKernel"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Columns<V, TVectors>(nint column)
        where V : struct, ISimd<V>
        where TVectors : struct, ICount
    {
        TRule rule = this.rule;
        TForm form = this.form;
        // Safety: the entry point has checked that the parameters and states are as long as the product, which has whole panels.
        ref float pw = ref MemoryMarshal.GetReference(w);
        ref float p0 = ref MemoryMarshal.GetReference(s0);
        ref float p1 = ref MemoryMarshal.GetReference(s1);
        ref float px = ref MemoryMarshal.GetReference(x);
        ref float pdy = ref MemoryMarshal.GetReference(dy);
        nint panel = (nint)x.Length * Panels.Width;
        nint next = V.Count == Panels.Width ? panel : V.Count;
        V first = V.Load(ref pdy, column);
        V second = TVectors.Value > 1 ? V.Load(ref pdy, column + V.Count) : V.Zero;
        nint i = ((column >> 4) * panel) + (column & 15);
        for (nint end = i + panel; i < end; i += Panels.Width)
        {
            V factor = V.Create(px);
            V updated = UpdateSweep.Update(rule, form, V.Fma(factor, first, V.Zero), ref pw, ref p0, ref p1, i, out V state0, out V state1);
            UpdateSweep.Store<TRule, V>(updated, state0, state1, ref pw, ref p0, ref p1, i);
            if (TVectors.Value > 1)
            {
                nint j = i + next;
                updated = UpdateSweep.Update(rule, form, V.Fma(factor, second, V.Zero), ref pw, ref p0, ref p1, j, out state0, out state1);
                UpdateSweep.Store<TRule, V>(updated, state0, state1, ref pw, ref p0, ref p1, j);
            }

            px = ref Unsafe.Add(ref px, 1);
        }
    }
}
