using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using SpanNet.Kernels.Elementwise;
using SpanNet.Kernels.Gemm;
using SpanNet.Kernels.Threading;

namespace SpanNet.Kernels.Optimizers;

/// <summary>
/// The sweep of <see cref="UpdateSweep"/> over a weight matrix, as the end of the product that makes its gradient: each tile's weights and states
/// move while the next tile is multiplied, and the gradient is never stored. The bits are those of product and sweep one after the other.
/// </summary>
public static class WeightUpdate
{
    /// <summary>Updates <paramref name="w"/> and the states of <paramref name="rule"/>.</summary>
    /// <param name="rule">The optimizer's arithmetic.</param>
    /// <param name="terms">Rate, clipping, penalties.</param>
    /// <param name="w">The weights in panels, updated in place.</param>
    /// <param name="gradient">The factors of their gradient.</param>
    /// <param name="s0">The first state when the rule has one, else empty.</param>
    /// <param name="s1">The second state when the rule has two, else empty.</param>
    /// <param name="team">The threads to share the work with.</param>
    /// <exception cref="ArgumentException">The lengths differ, or a factor is shorter than the shapes say.</exception>
    public static void Run<TRule>(
        TRule rule,
        in UpdateTerms terms,
        Span<float> w,
        in GradientFactors gradient,
        Span<float> s0,
        Span<float> s1,
        ThreadTeam team
    )
        where TRule : struct, IUpdateRule
    {
        Lengths.Check(w.Length, gradient.Length);
        UpdateSweep.CheckStates<TRule>(w.Length, s0.Length, s1.Length);
        Gemm.Gemm.Require(gradient.X, (long)gradient.M * gradient.K, "x [m, k]");
        Gemm.Gemm.Require(gradient.Dy, (long)gradient.M * gradient.N, "dy [m, n]");
        Gemm.Gemm.Require(gradient.Scratch, Gemm.Gemm.WeightGradientScratch(gradient.M, gradient.N), "scratch");
        if (terms.Penalizes)
        {
            Run(rule, new PenalizedForm(terms), w, in gradient, s0, s1, team);
        }
        else if (terms.Clips)
        {
            Run(rule, new ClippedForm(terms), w, in gradient, s0, s1, team);
        }
        else
        {
            Run(rule, new PlainForm(terms), w, in gradient, s0, s1, team);
        }
    }

    // A method of its own, so that the caller makes no room for the jobs of all forms.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Run<TRule, TForm>(
        TRule rule,
        TForm form,
        Span<float> w,
        in GradientFactors gradient,
        Span<float> s0,
        Span<float> s1,
        ThreadTeam team
    )
        where TRule : struct, IUpdateRule
        where TForm : struct, IUpdateForm<TForm>
    {
        int m = gradient.M;
        int n = gradient.N;
        Span<float> dy = gradient.Scratch[..Panels.Length(m, n)];

        // Safety: the entry point has checked the lengths of all spans.
        new GradientProduct<TileUpdate<TRule, TForm>>
        {
            M = m,
            N = n,
            K = gradient.K,
            X = ref MemoryMarshal.GetReference(gradient.X),
            Dy = PanelSource.Of(gradient.Dy, dy, m, n),
            Taker = new(
                rule,
                form,
                ref MemoryMarshal.GetReference(w),
                ref MemoryMarshal.GetReference(s0),
                ref MemoryMarshal.GetReference(s1)
            ),
        }.Run(team);
    }
}
