using SpanNet.Kernels.Gemm;
using SpanNet.Kernels.Memory;
using SpanNet.Kernels.Optimizers;
using SpanNet.Kernels.Simd;

namespace SpanNet.Kernels.Tests.Optimizers;

public sealed class OuterUpdateTests
{
    /// <summary>Parameters before the weights, and between them and the bias, that no update may touch.</summary>
    private const int Gap = Panels.Width;

    private static readonly UpdateTerms plain = new(0.01f);
    private static readonly UpdateTerms clipping = new(0.01f) { Cut = 0.3f, Scale = 0.9f };
    private static readonly UpdateTerms penalizing = clipping with { L1 = 0.01f, L2 = 0.02f, Keep = 0.99f };

    private static readonly AdamRule adam = new(0.9f, 0.999f, 1.7f, 1e-8f);

    [Theory]
    [InlineData(1, 1)]
    [InlineData(3, 2)]
    [InlineData(17, 4)]
    [InlineData(8, 7)]
    [InlineData(5, 8)]
    [InlineData(2, 10)]
    [InlineData(16, 16)]
    [InlineData(4, 20)]
    [InlineData(32, 32)]
    [InlineData(17, 75)]
    public void TheFactorsOfAGradientGiveTheBitsOfTheSweepOverIt(int k, int n)
    {
        foreach (UpdateTerms terms in new[] { plain, clipping, penalizing })
        {
            foreach (bool isDecayed in new[] { true, false })
            {
                Check(new SgdRule(), terms, k, n, isDecayed, hasBias: true);
                Check(new MomentumRule(0.9f), terms, k, n, isDecayed, hasBias: true);
                Check(adam, terms, k, n, isDecayed, hasBias: true);
                Check(adam, terms, k, n, isDecayed, hasBias: false);
            }
        }
    }

    [Fact]
    public void AllWidthsGiveTheSameBits()
    {
        foreach (int n in new[] { 1, 4, 7, 16, 20, 32, 75 })
        {
            float[] expected = OfWidth<Simd1>(n);
            Assert.Equal(expected, OfWidth<Simd128>(n));
            Assert.Equal(expected, OfWidth<Simd256>(n));
            Assert.Equal(expected, OfWidth<Simd512>(n));
        }
    }

    [Theory]
    [InlineData(-1, 48)]
    [InlineData(17, 48)]
    [InlineData(0, -2)]
    [InlineData(0, 49)]
    public void WhatLiesOutsideIsRefused(int weights, int bias)
    {
        using AlignedBuffer parameters = new(64);
        using AlignedBuffer state = new(0);
        var update = new OuterUpdate<SgdRule>(parameters, 64, 64, state);
        update.Begin(new SgdRule(), plain);
        update.Run(16, 48, new float[3], new float[5]);
        Assert.Throws<ArgumentException>(() => update.Run(weights, bias, new float[3], new float[5]));
    }

    [Fact]
    public void TooFewStatesAreRefused()
    {
        using AlignedBuffer parameters = new(64);
        using AlignedBuffer state = new(127);
        Assert.Throws<ArgumentException>(() => new OuterUpdate<AdamRule>(parameters, 64, 64, state));
        Assert.Throws<ArgumentException>(() => new OuterUpdate<SgdRule>(parameters, 65, 64, state));
    }

    private static void Check<TRule>(TRule rule, UpdateTerms terms, int k, int n, bool isDecayed, bool hasBias)
        where TRule : struct, IUpdateRule
    {
        (float[] x, float[] dy) = Factors(k, n);
        int weights = Gap;
        int bias = weights + Panels.Length(k, n) + Gap;
        int length = bias + Panels.Length(1, n);
        using AlignedBuffer expected = new(length);
        using AlignedBuffer expectedState = new(length * TRule.States);
        Fill(expected.Span, expectedState.Span, k, n);
        using AlignedBuffer actual = new(length);
        using AlignedBuffer actualState = new(length * TRule.States);
        expected.Span.CopyTo(actual.Span);
        expectedState.Span.CopyTo(actualState.Span);

        Sweep(rule, isDecayed ? terms : terms.WithoutPenalties, expected.Span, expectedState.Span, weights, Product(x, dy));
        if (hasBias)
        {
            Sweep(rule, terms.WithoutPenalties, expected.Span, expectedState.Span, bias, Product([1f], dy));
        }

        var update = new OuterUpdate<TRule>(actual, length, isDecayed ? bias : 0, actualState);
        update.Begin(rule, in terms);
        update.Run(weights, hasBias ? bias : null, x, dy);
        Assert.Equal(expected.Span, actual.Span);
        Assert.Equal(expectedState.Span, actualState.Span);
    }

    private static float[] OfWidth<V>(int n)
        where V : struct, ISimd<V>
    {
        (float[] x, float[] dy) = Factors(6, n);
        int length = Gap + Panels.Length(7, n);
        using AlignedBuffer parameters = new(length);
        using AlignedBuffer state = new(2 * length);
        Fill(parameters.Span, state.Span, 6, n);
        var kernel = new OuterKernelOf<AdamRule, PenalizedForm>(parameters, length, state);
        kernel.Begin(adam, in penalizing);
        kernel.Run<V>(Gap, Gap + Panels.Length(6, n), x, dy);
        return [.. parameters.Span, .. state.Span];
    }

    private static void Sweep<TRule>(TRule rule, in UpdateTerms terms, Span<float> w, Span<float> states, int first, float[] g)
        where TRule : struct, IUpdateRule
    {
        Span<float> s0 = TRule.States > 0 ? states.Slice(first, g.Length) : default;
        Span<float> s1 = TRule.States > 1 ? states.Slice(w.Length + first, g.Length) : default;
        UpdateSweep.Run(rule, terms, w.Slice(first, g.Length), g, s0, s1);
    }

    /// <summary>Panels of x·dyᵀ: 0 + x·dy with one rounding.</summary>
    private static float[] Product(float[] x, float[] dy)
    {
        float[] product = new float[Panels.Length(x.Length, dy.Length)];
        for (int row = 0; row < x.Length; row++)
        {
            for (int column = 0; column < dy.Length; column++)
            {
                product[Panels.IndexOf(row, column, x.Length)] = MathF.FusedMultiplyAdd(x[row], dy[column], 0f);
            }
        }

        return product;
    }

    private static (float[] X, float[] Dy) Factors(int k, int n)
    {
        var random = new Random(k + n);
        float[] Next(int length) => [.. Enumerable.Range(0, length).Select(_ => random.NextSingle() - 0.5f)];
        return (Next(k), Next(n));
    }

    /// <summary>Numbers everywhere but in the padding of the last panel of a matrix [k, n] and of the bias, which is 0 as in a store.</summary>
    private static void Fill(Span<float> parameters, Span<float> states, int k, int n)
    {
        var random = new Random(n);
        int bias = parameters.Length - Panels.Length(1, n);
        for (int i = 0; i < parameters.Length; i++)
        {
            int panel = i < bias ? (i - Gap) / (k * Panels.Width) : (i - bias) / Panels.Width;
            bool isPadding = (panel * Panels.Width) + (i % Panels.Width) >= n;
            parameters[i] = isPadding ? 0f : random.NextSingle() - 0.5f;
            for (int s = i; s < states.Length; s += parameters.Length)
            {
                states[s] = isPadding ? 0f : random.NextSingle();
            }
        }
    }
}
