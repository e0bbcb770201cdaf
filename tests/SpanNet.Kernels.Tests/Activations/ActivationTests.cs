using SpanNet.Kernels.Activations;
using SpanNet.Testing.Cases;

namespace SpanNet.Kernels.Tests.Activations;

public class ActivationTests
{
    // Long enough that every result near 0, in the middle and in the tails is seen; kinks themselves are hit by whole numbers.
    private static readonly float[] Inputs = MakeInputs();

    public static TheoryData<int> Cases => [.. Enumerable.Range(0, ActivationCases.All.Count)];

    [Theory]
    [MemberData(nameof(Cases))]
    public void Values_are_those_of_the_reference(int index)
    {
        ActivationCase item = ActivationCases.All[index];
        float[] y = Forward(item.Activation, Inputs);
        for (int i = 0; i < y.Length; i++)
        {
            AssertClose(item.Value(Inputs[i]), y[i], 5e-7, item, Inputs[i]);
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Derivatives_are_those_of_the_reference(int index)
    {
        ActivationCase item = ActivationCases.All[index];
        float[] dy = Samples.Normal(Inputs.Length, seed: index);
        float[] before = Samples.Normal(Inputs.Length, seed: index + 100);
        float[] xOrY = item.Activation.DerivativeUsesOutput ? Forward(item.Activation, Inputs) : Inputs;
        float[] dx = new float[Inputs.Length];
        float[] sum = [.. before];
        item.Activation.Backward(xOrY, dy, dx);
        item.Activation.BackwardAdd(xOrY, dy, sum);
        for (int i = 0; i < dx.Length; i++)
        {
            // Rounding moves an output that is nearly at the upper kink of the hard sigmoid onto it.
            if (item.Activation.Name == "hard-sigmoid" && Math.Abs(Inputs[i] - 3f) is > 0f and < 1e-6f)
            {
                continue;
            }

            double tolerance = 1e-6 * (1.0 + Math.Abs(dy[i]));
            AssertClose(item.Derivative(Inputs[i]) * dy[i], dx[i], tolerance, item, Inputs[i]);
            AssertClose((item.Derivative(Inputs[i]) * dy[i]) + before[i], sum[i], tolerance, item, Inputs[i]);
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void The_reference_derivative_is_that_of_the_reference_value(int index)
    {
        ActivationCase item = ActivationCases.All[index];
        const double Step = 1e-5;
        foreach (double x in new[] { -7.3, -2.9, -1.1, -0.4, -0.01, 0.02, 0.7, 1.9, 2.95, 5.5 })
        {
            double slope = (item.Value(x + Step) - item.Value(x - Step)) / (2.0 * Step);
            Assert.Equal(slope, item.Derivative(x), 1e-7);
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Every_length_gives_what_whole_vectors_give(int index)
    {
        Activation activation = ActivationCases.All[index].Activation;
        float[] x = Samples.Normal(70, seed: 3);
        float[] dy = Samples.Normal(70, seed: 4);
        float[] y = Forward(activation, x);
        float[] xOrY = activation.DerivativeUsesOutput ? y : x;
        float[] dx = new float[x.Length];
        activation.Backward(xOrY, dy, dx);
        for (int n = 0; n <= x.Length; n++)
        {
            float[] inPlace = x[..n];
            activation.Forward(inPlace, inPlace);
            Widths.AssertSameBits(y.AsSpan(0, n), inPlace, $"{activation}, length {n}");
            float[] gradient = dy[..n];
            activation.Backward(xOrY.AsSpan(0, n), gradient, gradient);
            Widths.AssertSameBits(dx.AsSpan(0, n), gradient, $"{activation} backward, length {n}");
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void NaN_stays_NaN_and_infinity_has_a_derivative(int index)
    {
        Activation activation = ActivationCases.All[index].Activation;
        Assert.Equal(float.NaN, Forward(activation, [float.NaN])[0]);
        foreach (float x in new[] { float.PositiveInfinity, float.NegativeInfinity })
        {
            float[] dx = new float[1];
            float[] xOrY = activation.DerivativeUsesOutput ? Forward(activation, [x]) : [x];
            activation.Backward(xOrY, [1f], dx);
            double expected = ActivationCases.All[index].Derivative(Math.CopySign(500.0, x));
            Assert.Equal(expected, dx[0], 1e-6);
        }
    }

    [Fact]
    public void Lengths_that_differ_are_refused()
    {
        float[] five = new float[5];
        float[] four = new float[4];
        Assert.Throws<ArgumentException>(() => Activation.Tanh.Forward(five, four));
        Assert.Throws<ArgumentException>(() => Activation.Tanh.Backward(five, four, five));
        Assert.Throws<ArgumentException>(() => Activation.Tanh.BackwardAdd(five, five, four));
    }

    [Theory]
    [InlineData(-0.1f)]
    [InlineData(float.NaN)]
    [InlineData(float.PositiveInfinity)]
    public void Parameters_that_hide_the_sign_of_x_are_refused(float value)
    {
        Assert.Throws<ArgumentOutOfRangeException>("slope", () => Activation.LeakyReLU(value));
        Assert.Throws<ArgumentOutOfRangeException>("alpha", () => Activation.Elu(value));
    }

    [Fact]
    public void Nothing_is_allocated()
    {
        float[] x = Samples.Normal(100, seed: 1);
        float[] y = new float[100];
        long allocated = 0;
        for (int run = 0; run < 2; run++)
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            for (int i = 0; i < ActivationCases.All.Count; i++)
            {
                ActivationCases.All[i].Activation.Forward(x, y);
                ActivationCases.All[i].Activation.Backward(y, x, y);
                ActivationCases.All[i].Activation.BackwardAdd(y, x, y);
            }

            allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        }

        Assert.Equal(0, allocated);
    }

    private static float[] Forward(Activation activation, float[] x)
    {
        float[] y = new float[x.Length];
        activation.Forward(x, y);
        return y;
    }

    private static void AssertClose(double expected, float actual, double tolerance, ActivationCase item, float x)
    {
        if (!(Math.Abs(expected - actual) <= tolerance * (1.0 + Math.Abs(expected))))
        {
            Assert.Fail($"{item} at x = {x:R}: expected {expected:R}, got {actual:R}");
        }
    }

    private static float[] MakeInputs()
    {
        float[] sweep = [.. Enumerable.Range(-4000, 8001).Select(i => i / 128f)];
        float[] ends = [0f, -0f, 1e-30f, -1e-30f, 100f, -100f, 1e4f, -1e4f, 1e10f, -1e10f, 1e30f, -1e30f];
        return [.. sweep, .. ends];
    }
}
