using SpanNet.Kernels.Activations;
using SpanNet.Kernels.Gemm;
using SpanNet.Kernels.Memory;
using SpanNet.Kernels.Threading;
using SpanNet.Testing;
using SpanNet.Testing.Cases;
using static SpanNet.Kernels.Gemm.Gemm;

namespace SpanNet.Kernels.Tests.Gemm;

public sealed class RowBackwardTests
{
    [Fact]
    public void ARowHasTheBitsOfTheActivationsAndTheProductsGradients()
    {
        foreach (int n in new[] { 1, 4, 7, 16, 17, 32, 40, 64, 67 })
        {
            foreach (int k in new[] { 1, 4, 15, 16, 31, 32, 57 })
            {
                foreach (Activation? activation in ActivationCases.All.Select(c => (Activation?)c.Activation).Append(null))
                {
                    Check(n, k, activation, accumulates: false);
                    Check(n, k, activation, accumulates: true);
                }
            }
        }
    }

    [Fact]
    public void LargeWeightsThatAreReadHaveNoWayOfTheirOwn()
    {
        Assert.NotNull(RowBackward.For(64, 128, null, Places(64, 128)));
        Assert.Null(RowBackward.For(64, 129, null, Places(64, 129)));
        Assert.NotNull(RowBackward.For(64, 129, null, Places(64, 129) with { Dx = null }));
    }

    [Fact]
    public void WhatNobodyNeedsIsNotMade()
    {
        RowGradientPlaces places = Places(5, 3) with { Dx = null, Bias = null };
        float[] arena = new float[places.Dy.End];
        var taken = new Taken();
        RowBackward.For(5, 3, null, places)!.Run(new PassMemory(arena, new float[places.W.End], default), taken);
        Assert.Null(taken.Bias);
        Assert.Throws<ArgumentException>(() =>
            RowBackward.For(5, 3, null, places)!.Run(new PassMemory(arena.AsSpan(1), new float[places.W.End], default), taken)
        );
        Assert.Throws<ArgumentException>(() =>
            RowBackward.For(5, 3, null, places)!.Run(new PassMemory(arena, new float[places.W.End - 1], default), taken)
        );
    }

    private static void Check(int n, int k, Activation? activation, bool accumulates)
    {
        var random = new Random(n + k);
        RowGradientPlaces places = Places(n, k) with { Accumulates = accumulates };
        float[] w = RandomFloats.Of(places.Bias!.Value.End, random, 1f);
        float[] borrowed = RandomFloats.Of(k, random, 1f);
        using GuardedBuffer arena = new(places.Dx!.Value.End);
        RandomFloats.Of(places.Dx.Value.End, random, 0.9f).CopyTo(arena.BeforeGuard);

        float[] dz = Of(places.Dy).ToArray();
        float[] dx = Of(places.Dx.Value).ToArray();
        activation?.Backward(Of(places.YOrZ), dz, dz);
        InputGradient(dz, w, dx, new float[InputGradientScratch(n, k)], 1, n, k, accumulates, ThreadTeam.Single);

        foreach (bool borrows in new[] { false, true })
        {
            float[] before = arena.BeforeGuard.ToArray();
            var taken = new Taken();
            var memory = new PassMemory(arena.BeforeGuard, w, borrows ? borrowed : default);
            RowBackward.For(n, k, activation, places with { IsBorrowed = borrows })!.Run(memory, taken);
            Assert.Equal(dz, Of(places.Dy));
            Assert.Equal(dx, Of(places.Dx.Value));
            Assert.Equal(places.W.Offset, taken.Weights);
            Assert.Equal(places.Bias!.Value.Offset, taken.Bias);
            Assert.Equal(borrows ? borrowed : Of(places.X).ToArray(), taken.X);
            Assert.Equal(dz, taken.Dy);
            before.CopyTo(arena.BeforeGuard);
        }

        Span<float> Of(Slice slice) => arena.BeforeGuard.Slice(slice.Offset, slice.Length);
    }

    /// <summary>Everything one cache line after the other, dx last; weights, bias.</summary>
    private static RowGradientPlaces Places(int n, int k)
    {
        var x = new Slice(0, k);
        var y = new Slice(AlignedBuffer.Pad(x.End), n);
        var dy = new Slice(AlignedBuffer.Pad(y.End), n);
        return new()
        {
            X = x,
            IsBorrowed = false,
            YOrZ = y,
            Dy = dy,
            W = new Slice(0, Panels.Length(k, n)),
            Bias = new Slice(Panels.Length(k, n), Panels.Length(1, n)),
            Dx = new Slice(AlignedBuffer.Pad(dy.End), k),
            Accumulates = false,
        };
    }

    private sealed class Taken : IGradientReceiver
    {
        public int Weights { get; private set; }

        public int? Bias { get; private set; }

        public float[] X { get; private set; } = [];

        public float[] Dy { get; private set; } = [];

        public void Take(int first, ReadOnlySpan<float> gradient) => throw new NotSupportedException();

        public bool TakesProduct(int parameters) => false;

        public void Take(int first, in GradientFactors gradient, ThreadTeam team) => throw new NotSupportedException();

        public void Take(int weights, int? bias, ReadOnlySpan<float> x, ReadOnlySpan<float> dy)
        {
            Weights = weights;
            Bias = bias;
            X = x.ToArray();
            Dy = dy.ToArray();
        }
    }
}
