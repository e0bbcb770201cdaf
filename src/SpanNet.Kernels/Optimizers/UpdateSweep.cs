using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using SpanNet.Kernels.Elementwise;
using SpanNet.Kernels.Simd;

namespace SpanNet.Kernels.Optimizers;

/// <summary>
/// One pass over parameters, gradients and optimizer state: clip, penalize, update. Elementwise, hence the same bits however the
/// range is cut. Limited by memory bandwidth: Adam moves 28 bytes per parameter (reads w g m v, writes w m v).
/// </summary>
public static class UpdateSweep
{
    /// <summary>Updates <paramref name="w"/> and the states of <paramref name="rule"/> from the gradient <paramref name="g"/>.</summary>
    /// <param name="rule">The optimizer's arithmetic.</param>
    /// <param name="terms">Rate, clipping, penalties.</param>
    /// <param name="w">The parameters, updated in place.</param>
    /// <param name="g">Their gradients; may not overlap the others.</param>
    /// <param name="s0">The first state when the rule has one, else empty.</param>
    /// <param name="s1">The second state when the rule has two, else empty.</param>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    public static void Run<TRule>(TRule rule, in UpdateTerms terms, Span<float> w, ReadOnlySpan<float> g, Span<float> s0, Span<float> s1)
        where TRule : struct, IUpdateRule
    {
        Lengths.Check(w.Length, g.Length);
        CheckStates<TRule>(w.Length, s0.Length, s1.Length);
        if (terms.Penalizes)
        {
            Run(rule, new PenalizedForm(terms), w, g, s0, s1);
        }
        else if (terms.Clips)
        {
            Run(rule, new ClippedForm(terms), w, g, s0, s1);
        }
        else
        {
            Run(rule, new PlainForm(terms), w, g, s0, s1);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static void CheckStates<TRule>(int length, int s0, int s1)
        where TRule : struct, IUpdateRule
    {
        Lengths.Check(TRule.States >= 1 ? length : 0, s0);
        Lengths.Check(TRule.States >= 2 ? length : 0, s1);
    }

    // A method of its own, so that the caller makes no room for the kernels of all forms.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Run<TRule, TForm>(TRule rule, TForm form, Span<float> w, ReadOnlySpan<float> g, Span<float> s0, Span<float> s1)
        where TRule : struct, IUpdateRule
        where TForm : struct, IUpdateForm<TForm>
    {
        var kernel = new Kernel<TRule, TForm>(rule, form, w, g, s0, s1);
        SimdWidth.Run(ref kernel, w.Length);
    }

    /// <summary>The new value of the parameters from <paramref name="i"/> on, and of their states.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static V Update<TRule, TForm, V>(
        TRule rule,
        TForm form,
        V g,
        ref float pw,
        ref float p0,
        ref float p1,
        nint i,
        out V state0,
        out V state1
    )
        where TRule : struct, IUpdateRule
        where TForm : struct, IUpdateForm<TForm>
        where V : struct, ISimd<V>
    {
        state0 = TRule.States >= 1 ? V.Load(ref p0, i) : V.Zero;
        state1 = TRule.States >= 2 ? V.Load(ref p1, i) : V.Zero;
        V w = V.Load(ref pw, i);
        return form.Move(w, rule.Direction(form.Gradient(w, g), ref state0, ref state1));
    }

    /// <summary>Writes what <see cref="Update"/> made.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static void Store<TRule, V>(V updated, V state0, V state1, ref float pw, ref float p0, ref float p1, nint i)
        where TRule : struct, IUpdateRule
        where V : struct, ISimd<V>
    {
        updated.Store(ref pw, i);
        if (TRule.States >= 1)
        {
            state0.Store(ref p0, i);
        }

        if (TRule.States >= 2)
        {
            state1.Store(ref p1, i);
        }
    }

    internal readonly ref struct Kernel<TRule, TForm>(
        TRule rule,
        TForm form,
        Span<float> w,
        ReadOnlySpan<float> g,
        Span<float> s0,
        Span<float> s1
    ) : ISimdKernel
        where TRule : struct, IUpdateRule
        where TForm : struct, IUpdateForm<TForm>
    {
        private readonly TRule rule = rule;
        private readonly TForm form = form;
        private readonly Span<float> w = w;
        private readonly ReadOnlySpan<float> g = g;
        private readonly Span<float> s0 = s0;
        private readonly Span<float> s1 = s1;

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public void Run<V>()
            where V : struct, ISimd<V>
        {
            TRule rule = this.rule;
            TForm form = this.form;
            nint n = w.Length;
            // Safety: the entry point has checked the lengths of all spans, and the loops end with them.
            ref float pw = ref MemoryMarshal.GetReference(w);
            ref float pg = ref MemoryMarshal.GetReference(g);
            ref float p0 = ref MemoryMarshal.GetReference(s0);
            ref float p1 = ref MemoryMarshal.GetReference(s1);

            if (n == 0)
            {
                return;
            }

            // The last vector may overlap the one before it: it is computed first, from what no store has touched, and stored last.
            nint end = n - V.Count;
            V last = Update(rule, form, V.Load(ref pg, end), ref pw, ref p0, ref p1, end, out V last0, out V last1);

            for (nint i = 0; i < end; i += V.Count)
            {
                V updated = Update(rule, form, V.Load(ref pg, i), ref pw, ref p0, ref p1, i, out V state0, out V state1);
                Store<TRule, V>(updated, state0, state1, ref pw, ref p0, ref p1, i);
            }

            Store<TRule, V>(last, last0, last1, ref pw, ref p0, ref p1, end);
        }
    }
}
