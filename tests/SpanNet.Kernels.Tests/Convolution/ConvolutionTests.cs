using SpanNet.Kernels.Activations;
using SpanNet.Kernels.Convolution;
using SpanNet.Kernels.Threading;
using SpanNet.Reference.Layers;

namespace SpanNet.Kernels.Tests.Convolution;

public class ConvolutionTests
{
    public static TheoryData<string> Names => [.. ConvolutionShapes.All.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void Everything_equals_the_reference(string name)
    {
        (ConvolutionShape shape, int batch) = ConvolutionShapes.All[name];
        var run = new ConvolutionRun(shape, batch);
        ConvolutionReference reference = Reference(shape);
        double[][] x = [Wide(run.X)];
        double[][] p = [Wide(run.Filters), Wide(run.Bias[..shape.Outputs])];
        double[][] dx = [new double[run.X.Length]];
        double[][] dp = [new double[run.Filters.Length], new double[shape.Outputs]];
        double[] y = reference.Forward(batch, x, p);
        reference.Backward(batch, x, p, Wide(run.Dy), dx, dp);

        Close("y", y, run.Forward());
        Close("dx", dx[0], run.InputGradient());
        Close("dw", dp[0], run.Canonical(run.WeightGradientPanels()));

        float[] before = Samples.Normal(run.X.Length, 6);
        Close("dx + dx", [.. dx[0].Zip(before, (a, b) => a + b)], run.InputGradient(before));
        float[] filters = run.WeightGradientPanels();
        Close("dw + dw", [.. dp[0].Select(value => 2 * value)], run.Canonical(run.WeightGradientPanels(filters)));

        Close("transposed", [.. dx[0].Select((value, i) => value + run.ChannelBias[i % shape.Channels])], run.Transposed());
        before = Samples.Normal(run.Dy.Length, 7);
        double[] z = [.. y.Select((value, i) => value - run.Bias[i % shape.Outputs])];
        Close("transposed dx", z, run.TransposedInputGradient());
        Close("transposed dx + dx", [.. z.Zip(before, (a, b) => a + b)], run.TransposedInputGradient(before));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Threads_change_no_bit(string name)
    {
        (ConvolutionShape shape, int batch) = ConvolutionShapes.All[name];

        // Enough images that every part is worth handing over.
        batch = (int)Math.Clamp(((4 << 21) / shape.Flops) + 1, batch, 200);
        var one = new ConvolutionRun(shape, batch);
        float[] y = one.Forward(Activation.Tanh);
        float[] dx = one.InputGradient();
        float[] dw = one.WeightGradientPanels();
        for (int threads = 2; threads <= 4; threads++)
        {
            var run = new ConvolutionRun(shape, batch, threads);
            Widths.AssertSameBits(y, run.Forward(Activation.Tanh), $"y, {threads} threads");
            Widths.AssertSameBits(dx, run.InputGradient(), $"dx, {threads} threads");
            Widths.AssertSameBits(dw, run.WeightGradientPanels(), $"dw, {threads} threads");
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void An_image_of_a_batch_has_the_bits_of_that_image_alone(string name)
    {
        (ConvolutionShape shape, int batch) = ConvolutionShapes.All[name];
        var run = new ConvolutionRun(shape, batch);
        float[] y = run.Forward();
        float[] dx = run.InputGradient();
        for (int image = 0; image < batch; image++)
        {
            var alone = new ConvolutionRun(shape, 1);
            run.X.AsSpan(image * shape.InputLength, shape.InputLength).CopyTo(alone.X);
            run.Dy.AsSpan(image * shape.OutputLength, shape.OutputLength).CopyTo(alone.Dy);
            Widths.AssertSameBits(y.AsSpan(image * shape.OutputLength, shape.OutputLength), alone.Forward(), $"y {image}");
            Widths.AssertSameBits(dx.AsSpan(image * shape.InputLength, shape.InputLength), alone.InputGradient(), $"dx {image}");
        }
    }

    [Fact]
    public void Chains_run_over_rows_columns_and_channels_from_the_bias_on()
    {
        ConvolutionShape shape = ConvolutionShapes.Square(4, 3, 18, 3, 1);
        var run = new ConvolutionRun(shape, 2);
        float[] y = run.Forward();
        int i = 0;
        foreach ((int image, int oh, int ow, int o) in Pixels(2, 4, 4, 18))
        {
            float sum = run.Bias[o];
            foreach ((int kh, int kw, int c, _) in Pixels(3, 3, 3, 1))
            {
                (int h, int w) = (oh + kh - 1, ow + kw - 1);
                bool isInside = h is >= 0 and < 4 && w is >= 0 and < 4;
                float x = isInside ? run.X[(((((image * 4) + h) * 4) + w) * 3) + c] : 0f;
                sum = MathF.FusedMultiplyAdd(x, run.Filters[(((((o * 3) + c) * 3) + kh) * 3) + kw], sum);
            }

            Assert.Equal(sum, y[i++]);
        }
    }

    [Fact]
    public void The_padding_of_the_filters_gradient_is_zero()
    {
        foreach ((ConvolutionShape shape, int batch) in ConvolutionShapes.All.Values)
        {
            var run = new ConvolutionRun(shape, batch);
            float[] dw = run.WeightGradientPanels();
            float[] again = new float[dw.Length];
            FilterPanels.Pack(run.Canonical(dw), again, shape.Outputs, shape.GroupChannels, shape.Taps, shape.Groups);
            Assert.Equal(again, dw);
        }
    }

    [Theory]
    [InlineData(2, 5, 0, 1, "expected a kernel that fits into the padded input of 2 × 2, got one that covers 5 × 5")]
    [InlineData(4, 3, -1, 1, "expected a padding of at least 0, got -1")]
    [InlineData(4, 3, 1, 2, "expected groups that divide 3 channels and 4 outputs, got 2")]
    [InlineData(4, 0, 1, 1, "expected at least 1 rows of the kernel, got 0")]
    public void Impossible_shapes_are_refused(int size, int kernel, int padding, int groups, string message)
    {
        ConvolutionShape shape = ConvolutionShapes.Square(size, 3, 4, kernel, padding) with { Groups = groups };
        Assert.Equal(message, Assert.Throws<ArgumentException>(() => new Kernels.Convolution.Convolution(shape)).Message);
    }

    [Fact]
    public void Short_buffers_are_refused()
    {
        var convolution = new Kernels.Convolution.Convolution(ConvolutionShapes.Square(4, 2, 3, 3, 1));
        float[] x = new float[63];
        float[] w = new float[convolution.FiltersLength];
        float[] y = new float[96];
        float[] scratch = new float[convolution.InputGradientScratch(2)];
        ThreadTeam one = ThreadTeam.Single;
        string message = Assert.Throws<ArgumentException>(() => convolution.Forward(x, w, default, y, y, scratch, 2, null, one)).Message;
        Assert.Equal("x [batch, height, width, channels]: expected at least 64 floats, got 63.", message);
        Assert.Throws<ArgumentException>(() => convolution.InputGradient(y, w, x, scratch, 2, false, one));
        Assert.Throws<ArgumentException>(() => convolution.WeightGradient(x, y, w, scratch, 2, false, one));
        Assert.Throws<ArgumentException>(() => convolution.Transposed(y, w, default, x, x, scratch, 2, null, one));
        x = new float[64];
        message = Assert.Throws<ArgumentException>(() => convolution.InputGradient(y, w, x, scratch.AsSpan()[1..], 2, false, one)).Message;
        Assert.StartsWith("scratch: expected at least", message, StringComparison.Ordinal);
        message = Assert.Throws<ArgumentException>(() => convolution.Forward(x, w, new float[3], y, y, scratch, 2, null, one)).Message;
        Assert.Equal("bias, padded to a multiple of 16: expected at least 16 floats, got 3.", message);
    }

    internal static ConvolutionReference Reference(ConvolutionShape s) =>
        new([s.Height, s.Width, s.Channels], [s.KernelHeight, s.KernelWidth], s.Outputs, z => z, _ => 1)
        {
            Stride = [s.StrideHeight, s.StrideWidth],
            Dilation = [s.DilationHeight, s.DilationWidth],
            Padding = [s.Top, s.Left, s.Bottom, s.Right],
            Groups = s.Groups,
        };

    private static IEnumerable<(int A, int B, int C, int D)> Pixels(int na, int nb, int nc, int nd) =>
        from a in Enumerable.Range(0, na)
        from b in Enumerable.Range(0, nb)
        from c in Enumerable.Range(0, nc)
        from d in Enumerable.Range(0, nd)
        select (a, b, c, d);

    private static double[] Wide(float[] values) => [.. values.Select(value => (double)value)];

    /// <summary>Sums of up to some thousand products: errors grow with the typical size of a sum, not with the one at hand.</summary>
    private static void Close(string what, double[] expected, float[] actual)
    {
        Assert.Equal(expected.Length, actual.Length);
        double scale = Math.Max(1, Math.Sqrt(expected.Sum(value => value * value) / expected.Length));
        for (int i = 0; i < expected.Length; i++)
        {
            Assert.True(
                Math.Abs(expected[i] - actual[i]) <= 1e-5 * scale,
                $"{what}, element {i} of {expected.Length}: expected {expected[i]:R}, got {actual[i]:R}"
            );
        }
    }
}
