using SpanNet.Testing;

namespace SpanNet.Tests.Gauges;

public sealed class GradientCheckTests
{
    private static readonly double[] Point = [0.3, -1.7, 2.2, 1e-9, 40];

    private static double Smooth(double[] x) => (x[0] * x[1]) + Math.Exp(x[2]) + (x[3] * x[3] * x[3]) + Math.Sin(x[4]) + x[3];

    private static double[] SmoothGradient(double[] x) => [x[1], x[0], Math.Exp(x[2]), (3 * x[3] * x[3]) + 1, Math.Cos(x[4])];

    private static double ReLU(double[] x) => x.Sum(v => 3 * Math.Max(0, v));

    [Fact]
    public void RightGradientsPassAndThePointIsRestored()
    {
        double[] x = [.. Point];
        GradientError worst = GradientCheck.Worst(Smooth, x, SmoothGradient(x));
        Assert.True(worst.Relative < 1e-8, $"{worst}");
        Assert.Equal(Point, x);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public void AWrongElementIsFound(int index)
    {
        double[] gradient = SmoothGradient(Point);
        double right = gradient[index];
        gradient[index] += 1e-3 * Math.Max(1, Math.Abs(right));
        GradientError worst = GradientCheck.Worst(Smooth, [.. Point], gradient);
        Assert.Equal(index, worst.Index);
        Assert.InRange(worst.Relative, 9e-5, 5e-3);
        Assert.Equal(right, worst.Numeric, 1e-6);
    }

    [Fact]
    public void AMissingElementIsAnErrorOfOne() => Assert.Equal(1, GradientCheck.Worst(x => 5 * x[0], [1], new double[1]).Relative);

    [Fact]
    public void AKinkNearbyIsSteppedAround()
    {
        GradientError worst = GradientCheck.Worst(ReLU, [3e-6, -3e-6, 1, -1], new double[] { 3, 0, 3, 0 });
        Assert.True(worst.Relative < 1e-6, $"{worst}");
    }

    [Fact]
    public void BesideAKinkTheSlopeIsThatOfItsSide() => Assert.InRange(GradientCheck.Worst(ReLU, [3e-6], new[] { 1.5 }).Relative, 0.2, 0.5);

    [Theory]
    [InlineData(0.0, 0.0)]
    [InlineData(1.5, 0.0)]
    [InlineData(3.0, 0.0)]
    [InlineData(3.3, 0.09)]
    [InlineData(-0.3, 1.0)]
    public void OnAKinkEverySlopeBetweenIsRight(double slope, double error) =>
        Assert.Equal(error, GradientCheck.Worst(ReLU, [0], new[] { slope }).Relative, 0.1 * Math.Max(error, 1e-5));

    [Fact]
    public void NotANumberIsTheWorstError()
    {
        Assert.Equal(double.PositiveInfinity, GradientCheck.Worst(x => x[0] + x[1], [1, 2], new[] { 1, double.NaN }).Relative);
        Assert.Equal(double.PositiveInfinity, GradientCheck.Worst(x => double.NaN, [1], new[] { 1f }).Relative);
    }

    [Fact]
    public void LengthsMustAgree() => Assert.Throws<ArgumentException>(() => GradientCheck.Worst(Smooth, [.. Point], new double[4]));
}
