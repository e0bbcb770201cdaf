using SpanNet.Kernels.Activations;
using SpanNet.Kernels.Gemm;
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
        Assert.NotNull(RowForward.For(1024, 1024, Activation.Tanh));
        Assert.Null(RowForward.For(2048, 1024, Activation.Tanh));
    }

    [Theory]
    [InlineData(2, 48, 16, 5)]
    [InlineData(3, 47, 16, 5)]
    [InlineData(3, 48, 15, 5)]
    [InlineData(3, 48, 16, 4)]
    public void SpansThatAreTooShortAreRefused(int x, int w, int bias, int y)
    {
        RowForward row = RowForward.For(5, 3, null)!;
        var error = Assert.Throws<ArgumentException>(() => row.Run(new float[x], new float[w], new float[bias], new float[y]));
        Assert.Contains($"at least 3 floats of x, 48 of w, 16 of bias or none, and 5 of y; got {x}, {w}, {bias} and {y}", error.Message);
    }

    private static void Check(int n, int k, Activation? activation, bool bias)
    {
        var random = new Random(n + k);
        float[] x = RandomFloats.Of(k, random, 1f);
        float[] w = RandomFloats.Of(Panels.Length(k, n), random, 1f);
        float[] b = bias ? RandomFloats.Of(Panels.Length(1, n), random, 1f) : [];
        float[] expected = new float[n];
        Forward(x, w, b, expected, expected, 1, n, k, activation, ThreadTeam.Single);

        using GuardedBuffer y = new(n);
        RowForward.For(n, k, activation)!.Run(x, w, b, y.BeforeGuard);
        Assert.Equal(expected, y.BeforeGuard);
    }
}
