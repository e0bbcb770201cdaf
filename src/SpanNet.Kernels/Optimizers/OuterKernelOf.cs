using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using SpanNet.Kernels.Gemm;
using SpanNet.Kernels.Memory;
using SpanNet.Kernels.Simd;

namespace SpanNet.Kernels.Optimizers;

/// <inheritdoc/>
internal sealed class OuterKernelOf<TRule, TForm>(AlignedBuffer parameters, int length, AlignedBuffer state)
    : OuterKernel<TRule>(parameters, length, state)
    where TRule : struct, IUpdateRule
    where TForm : struct, IUpdateForm<TForm>
{
    private TRule rule;
    private TForm form;

    public override void Begin(TRule rule, in UpdateTerms terms)
    {
        this.rule = rule;
        form = TForm.Of(in terms);
    }

    /// <summary>With vectors no wider than the row: what was written in narrow ones, a wide load cannot take before it has reached the cache.</summary>
    public override void Run(int weights, int bias, ReadOnlySpan<float> x, ReadOnlySpan<float> dy)
    {
        var kernel = new Kernel(this, weights, bias, x, dy);
        SimdWidth.Run(ref kernel, (int)BitOperations.RoundUpToPowerOf2((uint)dy.Length));
    }

    /// <summary>The same with vectors of one width.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal void Run<V>(int weights, int bias, ReadOnlySpan<float> x, ReadOnlySpan<float> dy)
        where V : struct, ISimd<V>
    {
        Check(weights, x.Length, dy.Length);
        if (bias != NoBias)
        {
            Check(bias, 1, dy.Length);
        }

        int step = 2 * V.Count;
        for (int column = 0; column < dy.Length; column += step)
        {
            int rest = dy.Length - column;
            if (rest > V.Count)
            {
                Columns<V, Two>(weights, bias, x, dy, column, Math.Min(V.Count, rest - V.Count));
            }
            else
            {
                Columns<V, One>(weights, bias, x, dy, column, rest);
            }
        }
    }

    /// <summary>Two vectors of columns share their loads of x, as in <see cref="RankKernel"/>; of a single one <paramref name="lanes"/> exist.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Columns<V, TVectors>(nint weights, nint bias, ReadOnlySpan<float> x, ReadOnlySpan<float> dy, nint column, int lanes)
        where V : struct, ISimd<V>
        where TVectors : struct, ICount
    {
        TRule rule = this.rule;
        TForm form = this.form;

        // Safety: the matrix and the bias were checked, in whole panels; there are as many states of each kind as parameters.
        ref float pw = ref MemoryMarshal.GetReference(Parameters.Span);
        ref float p0 = ref MemoryMarshal.GetReference(State.Span);
        ref float p1 = ref TRule.States > 1 ? ref Unsafe.Add(ref p0, Length) : ref p0;
        ref float px = ref MemoryMarshal.GetReference(x);
        ref float pdy = ref MemoryMarshal.GetReference(dy);
        nint panel = (nint)x.Length * Panels.Width;
        nint next = V.Count == Panels.Width ? panel : V.Count;
        V first = TVectors.Value > 1 ? V.Load(ref pdy, column) : V.LoadFirst(ref pdy, column, lanes, V.Zero);
        V second = TVectors.Value > 1 ? V.LoadFirst(ref pdy, column + V.Count, lanes, V.Zero) : V.Zero;
        nint i = weights + ((column >> 4) * panel) + (column & 15);
        nint rest = x.Length;
        for (; rest > 1; rest -= 2)
        {
            Row<V, TVectors>(rule, form, first, second, V.Create(px), ref pw, ref p0, ref p1, i, next);
            Row<V, TVectors>(rule, form, first, second, V.Create(Unsafe.Add(ref px, 1)), ref pw, ref p0, ref p1, i + Panels.Width, next);
            px = ref Unsafe.Add(ref px, 2);
            i += 2 * Panels.Width;
        }

        if (rest > 0)
        {
            Row<V, TVectors>(rule, form, first, second, V.Create(px), ref pw, ref p0, ref p1, i, next);
        }

        if (bias != NoBias)
        {
            Row<V, TVectors>(rule, form, first, second, V.Create(1f), ref pw, ref p0, ref p1, bias + column, V.Count);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Row<V, TVectors>(
        TRule rule,
        TForm form,
        V first,
        V second,
        V x,
        ref float pw,
        ref float p0,
        ref float p1,
        nint i,
        nint next
    )
        where V : struct, ISimd<V>
        where TVectors : struct, ICount
    {
        Update(rule, form, V.Fma(x, first, V.Zero), ref pw, ref p0, ref p1, i);
        if (TVectors.Value > 1)
        {
            Update(rule, form, V.Fma(x, second, V.Zero), ref pw, ref p0, ref p1, i + next);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Update<V>(TRule rule, TForm form, V g, ref float pw, ref float p0, ref float p1, nint i)
        where V : struct, ISimd<V>
    {
        V updated = UpdateSweep.Update(rule, form, g, ref pw, ref p0, ref p1, i, out V state0, out V state1);
        UpdateSweep.Store<TRule, V>(updated, state0, state1, ref pw, ref p0, ref p1, i);
    }

    private readonly ref struct Kernel(
        OuterKernelOf<TRule, TForm> owner,
        int weights,
        int bias,
        ReadOnlySpan<float> x,
        ReadOnlySpan<float> dy
    ) : ISimdKernel
    {
        private readonly ReadOnlySpan<float> x = x;
        private readonly ReadOnlySpan<float> dy = dy;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Run<V>()
            where V : struct, ISimd<V> => owner.Run<V>(weights, bias, x, dy);
    }
}
