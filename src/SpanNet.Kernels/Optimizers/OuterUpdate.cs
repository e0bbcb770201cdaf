using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using SpanNet.Kernels.Gemm;
using SpanNet.Kernels.Simd;

namespace SpanNet.Kernels.Optimizers;

/// <summary>
/// The sweep of <see cref="UpdateSweep"/> over a weight matrix in panels whose gradient is an <see cref="OuterProduct"/>: it is multiplied as the
/// weights stream by, and never stored.
/// </summary>
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

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Run<V>()
        where V : struct, ISimd<V>
    {
        TRule rule = this.rule;
        TForm form = this.form;
        // Safety: the entry point has checked that the parameters and states are as long as the product, which has whole panels.
        ref float pw = ref MemoryMarshal.GetReference(w);
        ref float p0 = ref MemoryMarshal.GetReference(s0);
        ref float p1 = ref MemoryMarshal.GetReference(s1);
        nint panel = (nint)x.Length * Panels.Width;
        for (nint column = 0; column < dy.Length; column += V.Count)
        {
            V factor = V.Load(ref MemoryMarshal.GetReference(dy), column);
            ref float px = ref MemoryMarshal.GetReference(x);
            nint i = ((column >> 4) * panel) + (column & 15);
            for (nint end = i + panel; i < end; i += Panels.Width)
            {
                V gradient = V.Fma(V.Create(px), factor, V.Zero);
                V updated = UpdateSweep.Update(rule, form, gradient, ref pw, ref p0, ref p1, i, out V state0, out V state1);
                UpdateSweep.Store<TRule, V>(updated, state0, state1, ref pw, ref p0, ref p1, i);
                px = ref Unsafe.Add(ref px, 1);
            }
        }
    }
}
