using SpanNet.Kernels.RandomNumbers;
using SpanNet.Reference;

namespace SpanNet.Kernels.Tests.RandomNumbers;

public sealed class NormalQuantileTests
{
    // SciPy 1.10, scipy.special.ndtri: points in the centre, on both sides of its edges (0.075 and 0.925), and in both tails.
    [Theory]
    [InlineData(1.1641532182693481e-10, -6.3379577545537895)]
    [InlineData(1e-09, -5.9978070150076865)]
    [InlineData(1e-06, -4.753424308822899)]
    [InlineData(0.001, -3.090232306167813)]
    [InlineData(0.0228, -1.99907721497177)]
    [InlineData(0.0749, -1.4402382675279635)]
    [InlineData(0.0751, -1.4388253927525403)]
    [InlineData(0.2, -0.8416212335729142)]
    [InlineData(0.3, -0.5244005127080409)]
    [InlineData(0.5, 0.0)]
    [InlineData(0.6, 0.2533471031357997)]
    [InlineData(0.925, 1.4395314709384563)]
    [InlineData(0.93, 1.475791028179171)]
    [InlineData(0.99, 2.3263478740408408)]
    [InlineData(0.999999, 4.753424308817087)]
    public void MatchesSciPy(double p, double z) => Assert.InRange(NormalQuantile.Of(p) - z, -2e-14, 2e-14);

    [Fact]
    public void IsTheInverseOfTheDistribution()
    {
        for (int i = 1; i < 10_000; i++)
        {
            double p = i / 10_000.0;
            Assert.InRange(NormalReference.Cumulative(NormalQuantile.Of(p)) - p, -3e-15, 3e-15);
        }
    }

    [Fact]
    public void LogarithmMatchesThePlatform()
    {
        for (double x = 1e-300; x < 1e300; x *= 1.37)
        {
            double expected = Math.Log(x);
            Assert.InRange(NormalQuantile.Log(x) - expected, -4e-16 * (1 + Math.Abs(expected)), 4e-16 * (1 + Math.Abs(expected)));
        }
    }
}
