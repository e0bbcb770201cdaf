using SpanNet.Kernels.Gemm;
using SpanNet.Kernels.Optimizers;
using SpanNet.Kernels.Simd;
using SpanNet.Kernels.Threading;

namespace SpanNet.Kernels.Tests.Optimizers;

/// <summary>A product that updates the weights by its tiles: the bits of the stored gradient and a sweep.</summary>
public sealed class WeightUpdateTests
{
    private static readonly UpdateTerms Plain = new(0.01f);

    /// <summary>Rows of the batch, outputs, inputs: fewer steps than a tile has rows and many, an odd panel at the edge, padding, one tile and many.</summary>
    [Theory]
    [InlineData(2, 16, 5)]
    [InlineData(9, 33, 100)]
    [InlineData(12, 40, 12)]
    [InlineData(32, 128, 784)]
    [InlineData(130, 70, 333)]
    [InlineData(512, 48, 130)]
    [InlineData(600, 16, 30)]
    [InlineData(700, 80, 64)]
    [InlineData(2100, 64, 24)]
    public void TheBitsAreThoseOfProductAndSweep(int m, int n, int k)
    {
        AllForms(new SgdRule(), m, n, k);
        AllForms(new MomentumRule(0.9f), m, n, k);
        AllForms(new AdamRule(0.9f, 0.999f, 1.7f, 1e-8f), m, n, k);
    }

    [Fact]
    public void EveryWidthGivesTheSameBits()
    {
        float[] expected = OfWidth<Simd1>();
        Assert.Equal(expected, OfWidth<Simd128>());
        Assert.Equal(expected, OfWidth<Simd256>());
        Assert.Equal(expected, OfWidth<Simd512>());
    }

    [Fact]
    public void SomeRowsSuitWideVectors()
    {
        bool isWide = SimdWidth.Lanes == Panels.Width;
        Assert.False(GradientFactors.Suit(8));
        Assert.Equal(isWide, GradientFactors.Suit(9));
        Assert.Equal(isWide, GradientFactors.Suit(512));
        Assert.False(GradientFactors.Suit(513));
    }

    [Fact]
    public void WhatDoesNotFitIsRefused()
    {
        Refuse("x [m, k]", x: 89);
        Refuse("dy [m, n]", dy: 143);
        Refuse("scratch", scratch: 143);
        Refuse("", w: 159);
        Refuse("", state: 159);
    }

    private static void Refuse(string message, int x = 90, int dy = 144, int scratch = 144, int w = 160, int state = 160)
    {
        string actual = Assert
            .Throws<ArgumentException>(() =>
                WeightUpdate.Run(
                    new MomentumRule(0.9f),
                    Plain,
                    new float[w],
                    new GradientFactors
                    {
                        X = new float[x],
                        Dy = new float[dy],
                        M = 9,
                        N = 16,
                        K = 10,
                        Scratch = new float[scratch],
                    },
                    new float[state],
                    [],
                    ThreadTeam.Single
                )
            )
            .Message;
        Assert.StartsWith(message, actual, StringComparison.Ordinal);
    }

    private static void AllForms<TRule>(TRule rule, int m, int n, int k)
        where TRule : struct, IUpdateRule
    {
        Same(rule, Plain, m, n, k);
        Same(rule, Plain with { Cut = 0.7f, Scale = 0.9f }, m, n, k);
        Same(rule, Plain with { Cut = 0.7f, Scale = 0.9f, L1 = 0.01f, L2 = 0.02f, Keep = 0.99f }, m, n, k);
    }

    private static void Same<TRule>(TRule rule, UpdateTerms terms, int m, int n, int k)
        where TRule : struct, IUpdateRule
    {
        float[] x = Samples.Normal(m * k, seed: 1);
        float[] dy = Samples.Normal(m * n, seed: 2);
        float[] scratch = new float[Kernels.Gemm.Gemm.WeightGradientScratch(m, n)];
        float[] g = new float[Panels.Length(k, n)];
        Kernels.Gemm.Gemm.WeightGradient(x, dy, g, scratch, m, n, k, accumulate: false, ThreadTeam.Single);
        (float[] w, float[] s0, float[] s1) = Block<TRule>(g.Length);
        UpdateSweep.Run(rule, terms, w, g, s0, s1);
        float[] expected = [.. w, .. s0, .. s1];
        for (int threads = 1; threads <= 4; threads++)
        {
            using var team = new ThreadTeam(threads);
            (w, s0, s1) = Block<TRule>(g.Length);
            scratch.AsSpan().Fill(float.NaN);
            var gradient = new GradientFactors
            {
                X = x,
                Dy = dy,
                M = m,
                N = n,
                K = k,
                Scratch = scratch,
            };
            WeightUpdate.Run(rule, terms, w, in gradient, s0, s1, team);
            Widths.AssertSameBits(expected, [.. w, .. s0, .. s1], $"{threads} threads");
        }
    }

    private static (float[] W, float[] S0, float[] S1) Block<TRule>(int length)
        where TRule : struct, IUpdateRule =>
        (
            Samples.Normal(length, seed: 3),
            [.. Samples.Normal(TRule.States >= 1 ? length : 0, seed: 4).Select(Math.Abs)],
            [.. Samples.Normal(TRule.States >= 2 ? length : 0, seed: 5).Select(Math.Abs)]
        );

    private static float[] OfWidth<V>()
        where V : struct, ISimd<V>
    {
        const int Rows = 20;
        const int Outputs = 48;
        const int Inputs = 29;
        float[] panels = new float[Panels.Length(Rows, Outputs)];
        Panels.Pack(Samples.Normal(Rows * Outputs, seed: 2), Outputs, panels, Rows, Outputs);
        float[] x = Samples.Normal(Rows * Inputs, seed: 1);
        (float[] w, float[] s0, float[] s1) = Block<AdamRule>(Panels.Length(Inputs, Outputs));
        var product = new GradientProduct<TileUpdate<AdamRule, PlainForm>>
        {
            M = Rows,
            N = Outputs,
            K = Inputs,
            X = ref x[0],
            Dy = new PanelSource { Target = panels },
            Taker = new(new(0.9f, 0.999f, 1.7f, 1e-8f), new(Plain), ref w[0], ref s0[0], ref s1[0]),
        };
        product.Cut(0, Inputs, 0, Outputs);
        product.Run<V>();
        return [.. w, .. s0, .. s1];
    }
}
