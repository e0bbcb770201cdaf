using SpanNet.Kernels.Activations;
using SpanNet.Kernels.Gemm;
using SpanNet.Kernels.Memory;
using SpanNet.Kernels.Threading;
using SpanNet.Testing;
using SpanNet.Testing.Cases;
using static SpanNet.Kernels.Gemm.Gemm;

namespace SpanNet.Kernels.Tests.Gemm;

public sealed class RowForwardTests
{
    [Fact]
    public void ARowHasTheBitsOfTheProductAndItsActivation()
    {
        foreach (int n in new[] { 1, 4, 7, 8, 15, 16, 17, 31, 32, 33, 40, 130 })
        {
            foreach (int k in new[] { 1, 2, 3, 4, 5, 16, 31 })
            {
                foreach (Activation? activation in ActivationCases.All.Select(c => (Activation?)c.Activation).Append(null))
                {
                    Check(n, k, activation, bias: true);
                    Check(n, k, activation, bias: false);
                }
            }
        }
    }

    [Fact]
    public void AProductThatThreadsMayShareHasNoWayOfItsOwn()
    {
        Assert.NotNull(RowForward.For(1024, 1024, Activation.Tanh, Places(1024, 1024, bias: true)));
        Assert.Null(RowForward.For(2048, 1024, Activation.Tanh, Places(2048, 1024, bias: true)));
    }

    [Theory]
    [InlineData(2, 48, 16, 5, "x: expected at least 3 floats, got 2.")]
    [InlineData(3, 47, 16, 5, "w: expected at least 48 floats, got 47.")]
    [InlineData(3, 48, 15, 5, "bias: expected at least 16 floats, got 15.")]
    [InlineData(3, 48, 16, 4, "y: expected at least 5 floats, got 4.")]
    public void PlacesThatAreTooShortAreRefused(int x, int w, int bias, int y, string message)
    {
        RowPlaces places = Places(5, 3, bias: true);
        places = places with
        {
            X = places.X with { Length = x },
            W = places.W with { Length = w },
            Bias = places.Bias!.Value with { Length = bias },
            Y = places.Y with { Length = y },
        };
        Assert.Equal(message, Assert.Throws<ArgumentException>(() => RowForward.For(5, 3, null, places)).Message);
    }

    [Theory]
    [InlineData(20, 64, 3)]
    [InlineData(21, 63, 3)]
    [InlineData(21, 64, 2)]
    public void MemoryThatIsTooShortIsRefused(int arena, int parameters, int borrowed)
    {
        RowForward row = RowForward.For(5, 3, null, Places(5, 3, bias: true) with { IsBorrowed = true })!;
        row.Run(new PassMemory(new float[21], new float[64], new float[3]));
        var error = Assert.Throws<ArgumentException>(() =>
            row.Run(new PassMemory(new float[arena], new float[parameters], new float[borrowed]))
        );
        Assert.Contains("21 floats of arena, 64 of parameters and 3 of input", error.Message);
        Assert.EndsWith($"got {arena}, {parameters} and {borrowed}.", error.Message);
    }

    private static void Check(int n, int k, Activation? activation, bool bias)
    {
        var random = new Random(n + k);
        float[] x = RandomFloats.Of(k, random, 1f);
        float[] w = RandomFloats.Of(Panels.Length(k, n), random, 1f);
        float[] b = bias ? RandomFloats.Of(Panels.Length(1, n), random, 1f) : [];
        float[] expected = new float[n];
        Forward(x, w, b, expected, expected, 1, n, k, activation, ThreadTeam.Single);

        RowPlaces places = Places(n, k, bias);
        using GuardedBuffer arena = new(places.Y.End);
        Span<float> y = arena.BeforeGuard[places.Y.Offset..];
        x.CopyTo(arena.BeforeGuard);
        float[] parameters = [.. w, .. b];
        RowForward.For(n, k, activation, places)!.Run(new PassMemory(arena.BeforeGuard, parameters, default));
        Assert.Equal(expected, y);

        y.Clear();
        arena.BeforeGuard[..k].Clear();
        RowForward.For(n, k, activation, places with { IsBorrowed = true })!.Run(new PassMemory(arena.BeforeGuard, parameters, x));
        Assert.Equal(expected, y);
    }

    /// <summary>Inputs and, a cache line further on, outputs; weights, bias.</summary>
    private static RowPlaces Places(int n, int k, bool bias) =>
        new()
        {
            X = new Slice(0, k),
            IsBorrowed = false,
            W = new Slice(0, Panels.Length(k, n)),
            Bias = bias ? new Slice(Panels.Length(k, n), Panels.Length(1, n)) : null,
            Y = new Slice(AlignedBuffer.Pad(k), n),
        };
}
