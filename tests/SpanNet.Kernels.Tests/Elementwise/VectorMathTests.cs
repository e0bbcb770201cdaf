using SpanNet.Kernels.Activations;
using SpanNet.Kernels.Elementwise;
using SpanNet.Kernels.Simd;
using SpanNet.Reference;
using SpanNet.Reference.Activations;

namespace SpanNet.Kernels.Tests.Elementwise;

/// <summary>The error bounds that the doc comments state, measured over the whole float range.</summary>
public class VectorMathTests
{
    private const double SmallestNormal = 1.1754943508222875e-38;

    [Fact]
    public void Exp_is_within_its_bound() => AssertUlp(new Exp(), Math.Exp, 0f, bound: 1.7, flushes: true);

    [Fact]
    public void Expm1_is_within_its_bound() => AssertUlp(new Expm1(), SpecialFunctions.Expm1, 0f, bound: 1.7);

    [Fact]
    public void Log_is_within_its_bound() => AssertUlp(new Log(), Math.Log, 0f, bound: 0.9);

    [Fact]
    public void Log1p_is_within_its_bound() => AssertUlp(new Log1p(), SpecialFunctions.Log1p, 0f, bound: 1.5, from: 0f, to: 1f);

    [Fact]
    public void Erf_is_within_its_bound() => AssertUlp(new Erf(), SpecialFunctions.Erf, 1f, bound: 6.0);

    [Fact]
    public void Tanh_is_within_its_bound() => AssertUlp(new Tanh(), Math.Tanh, 1f, bound: 4.9);

    [Fact]
    public void Sigmoid_is_within_its_bound() => AssertUlp(new Sigmoid(), SigmoidReference.Value, 1f, bound: 2.5, flushes: true);

    [Fact]
    public void Softplus_is_within_its_bound() => AssertUlp(new Softplus(), SoftplusReference.Value, 0f, bound: 2.1, flushes: true);

    [Fact]
    public void Exp_ends_in_0_and_infinity()
    {
        float[] x = [-87.3365f, -87.34f, -88f, -1000f, float.NegativeInfinity, 88.7228f, 88.73f, 89.5f, 1e30f, float.PositiveInfinity];
        float[] y = new float[x.Length];
        Map.Run(new Exp(), x, y);
        Assert.InRange(y[0], 1.1754943e-38f, 1.1756e-38f);
        Assert.All(y[1..5], value => Assert.Equal(0f, value));
        Assert.InRange(y[5], 3.4e38f, float.MaxValue);
        Assert.All(y[6..], value => Assert.Equal(float.PositiveInfinity, value));
    }

    [Fact]
    public void Log_of_what_has_none()
    {
        float[] y = new float[5];
        Map.Run(new Log(), [0f, -0f, float.PositiveInfinity, -1f, float.NegativeInfinity], y);
        Assert.Equal([float.NegativeInfinity, float.NegativeInfinity, float.PositiveInfinity, float.NaN, float.NaN], y);
    }

    [Fact]
    public void All_widths_give_the_same_bits()
    {
        AssertWidths(new Exp());
        AssertWidths(new Expm1());
        AssertWidths(new Log());
        AssertWidths(new Log1p());
        AssertWidths(new Erf());
    }

    /// <summary>
    /// Sweeps the floats of all exponents between <paramref name="from"/> and <paramref name="to"/>. An error is counted in units in
    /// the last place of the exact result; <paramref name="largest"/>, when not 0, is the magnitude that no result may exceed.
    /// </summary>
    private static void AssertUlp<TMap>(
        TMap map,
        Func<double, double> exact,
        float largest,
        double bound,
        bool flushes = false,
        float from = float.NegativeInfinity,
        float to = float.PositiveInfinity
    )
        where TMap : struct, IMap
    {
        const int Stride = 997;
        const int Block = 4096;
        float[] x = new float[Block];
        float[] y = new float[Block];
        double worst = 0.0;
        float worstAt = 0f;
        for (long bits = 0; bits <= uint.MaxValue; bits += (long)Stride * Block)
        {
            for (int i = 0; i < Block; i++)
            {
                x[i] = BitConverter.UInt32BitsToSingle((uint)Math.Min(bits + ((long)i * Stride), uint.MaxValue));
            }

            Map.Run(map, x, y);
            for (int i = 0; i < Block; i++)
            {
                if (x[i] < from || x[i] > to)
                {
                    continue;
                }

                double error = Error(exact(x[i]), y[i], flushes);
                if (largest != 0f && Math.Abs(y[i]) > largest)
                {
                    Assert.Fail($"f({x[i]:R}) = {y[i]:R} is above {largest}");
                }

                if (error > worst)
                {
                    (worst, worstAt) = (error, x[i]);
                }
            }
        }

        Assert.True(worst <= bound, $"worst error {worst:F3} ulp at {worstAt:R}, stated {bound}");
        Assert.True(worst >= bound - 2.0, $"worst error {worst:F3} ulp at {worstAt:R}: the stated bound {bound} says too little");
    }

    private static double Error(double exact, float actual, bool flushes)
    {
        if (double.IsNaN(exact) || float.IsNaN(actual))
        {
            return double.IsNaN(exact) && float.IsNaN(actual) ? 0.0 : double.PositiveInfinity;
        }

        if (flushes && Math.Abs(exact) < SmallestNormal && actual >= 0f && actual <= 2f * SmallestNormal)
        {
            return 0.0;
        }

        if (float.IsInfinity((float)exact) || float.IsInfinity(actual))
        {
            return (float)exact == actual ? 0.0 : double.PositiveInfinity;
        }

        int exponent = Math.Max(exact == 0.0 ? -126 : Math.ILogB(exact), -126);
        return Math.Abs(actual - exact) / Math.ScaleB(1.0, exponent - 23);
    }

    private static void AssertWidths<TMap>(TMap map)
        where TMap : struct, IMap
    {
        float[] x = Samples.WholeRange(20_000);
        float[] expected = new float[x.Length];
        new Map.Kernel<TMap>(map, x, expected).Run<Simd1>();
        foreach (int lanes in Widths.All)
        {
            float[] actual = new float[x.Length];
            var kernel = new Map.Kernel<TMap>(map, x, actual);
            Widths.Run(ref kernel, lanes);
            Widths.AssertSameBits(expected, actual, $"{typeof(TMap).Name}, {lanes} lanes");
        }
    }
}
