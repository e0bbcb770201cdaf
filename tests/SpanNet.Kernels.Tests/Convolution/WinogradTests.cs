using SpanNet.Kernels.Convolution;

namespace SpanNet.Kernels.Tests.Convolution;

public class WinogradTests
{
    /// <summary>The whole definition in scalars: transformed filters and patches, one chain over the channels for each place, pixels, bias.</summary>
    [Theory]
    [InlineData(8, 16, 16, 1)]
    [InlineData(9, 32, 16, 0)]
    [InlineData(7, 16, 48, 2)]
    public void Pixels_are_the_sums_that_the_definition_says(int size, int channels, int outputs, int padding)
    {
        ConvolutionShape shape = ConvolutionShapes.Square(size, channels, outputs, 3, padding);
        Assert.True(Winograd.Suits(shape));
        var run = new ConvolutionRun(shape, 1);
        float[] y = run.Forward();
        for (int oh = 0; oh < shape.OutputHeight; oh++)
        {
            for (int ow = 0; ow < shape.OutputWidth; ow++)
            {
                for (int o = 0; o < outputs; o += 15)
                {
                    float expected = Pixels(run, oh / 2 * 2, ow / 2 * 2, o)[oh % 2, ow % 2] + run.Bias[o];
                    Assert.Equal(expected, y[(((oh * shape.OutputWidth) + ow) * outputs) + o]);
                }
            }
        }
    }

    [Theory]
    [InlineData(float.NaN)]
    [InlineData(float.PositiveInfinity)]
    public void A_pixel_that_is_no_number_spoils_those_that_read_it_and_no_others(float bad)
    {
        ConvolutionShape shape = ConvolutionShapes.Square(9, 16, 16, 3, 1);
        for (int h = 0; h < 9; h++)
        {
            for (int w = 0; w < 9; w++)
            {
                var run = new ConvolutionRun(shape, 1);
                float[] before = run.Forward();
                run.X[(((h * 9) + w) * 16) + 5] = bad;
                float[] y = run.Forward();
                for (int i = 0; i < y.Length; i++)
                {
                    (int oh, int ow) = (i / 16 / 9, i / 16 % 9);
                    bool reads = Math.Abs(oh - h) <= 1 && Math.Abs(ow - w) <= 1;
                    Assert.True(reads ? !float.IsFinite(y[i]) : y[i] == before[i], $"({h}, {w}) at ({oh}, {ow}): {y[i]}");
                }
            }
        }
    }

    [Theory]
    [InlineData(16)]
    [InlineData(64)]
    [InlineData(256)]
    public void Errors_are_no_larger_than_those_of_the_direct_form(int channels)
    {
        ConvolutionShape shape = ConvolutionShapes.Square(8, channels, 16, 3, 1);
        var run = new ConvolutionRun(shape, 4);
        float[] y = run.Forward();
        float[] direct = new float[y.Length];
        Correlation plan = Correlation.Forward(shape);
        var job = new CorrelationJob
        {
            Plan = plan,
            Batch = run.Batch,
            Source = run.X,
            Filters = run.Stored,
            Bias = run.Bias,
            C = direct,
            Y = direct,
            Scratch = new float[plan.SlotLength(run.Batch)],
        };
        job.Cut(0, 1);
        Widths.Run(ref job, 16);
        double[] exact = Exact(run);
        Assert.True(Error(y, exact) <= Error(direct, exact), $"{Error(y, exact)} and {Error(direct, exact)}");
    }

    [Fact]
    public void The_shape_alone_decides()
    {
        ConvolutionShape shape = ConvolutionShapes.Square(8, 16, 32, 3, 1);
        Assert.True(Winograd.Suits(shape));
        Assert.True(Winograd.Suits(shape with { Height = 7, Left = 0 }));
        Assert.False(Winograd.Suits(shape with { Height = 6 }));
        Assert.True(Winograd.Suits(shape with { Channels = 256, Outputs = 256 }));
        Assert.False(Winograd.Suits(shape with { Channels = 512, Outputs = 512 }));
        Assert.False(Winograd.Suits(shape with { Channels = 24 }));
        Assert.False(Winograd.Suits(shape with { Outputs = 24 }));
        Assert.False(Winograd.Suits(shape with { Groups = 2 }));
        Assert.False(Winograd.Suits(shape with { StrideWidth = 2 }));
        Assert.False(Winograd.Suits(shape with { DilationHeight = 2 }));
        Assert.False(Winograd.Suits(shape with { KernelWidth = 5 }));
    }

    private static float[,] Pixels(ConvolutionRun run, int oh, int ow, int o)
    {
        ConvolutionShape s = run.Shape;
        float[,] m = new float[4, 4];
        for (int c = 0; c < s.Channels; c++)
        {
            float[,] d = new float[4, 4];
            for (int i = 0; i < 4; i++)
            {
                for (int j = 0; j < 4; j++)
                {
                    (int h, int w) = (oh + i - s.Top, ow + j - s.Left);
                    bool isInside = h >= 0 && h < s.Height && w >= 0 && w < s.Width;
                    d[i, j] = isInside ? run.X[(((h * s.Width) + w) * s.Channels) + c] : 0f;
                }
            }

            float[,] g = new float[3, 3];
            for (int tap = 0; tap < 9; tap++)
            {
                g[tap / 3, tap % 3] = run.Filters[(((o * s.Channels) + c) * 9) + tap];
            }

            float[,] u = Square(g, x => [x[0], (x[0] + x[2] + x[1]) / 2, (x[0] + x[2] - x[1]) / 2, x[2]]);
            float[,] v = Square(d, x => [x[0] - x[2], x[1] + x[2], x[2] - x[1], x[1] - x[3]]);
            for (int place = 0; place < 16; place++)
            {
                (int i, int j) = (place / 4, place % 4);
                m[i, j] = MathF.FusedMultiplyAdd(v[i, j], u[i, j], m[i, j]);
            }
        }

        return Square(m, x => [x[0] + x[1] + x[2], x[1] - x[2] - x[3]]);
    }

    /// <summary>M X Mᵀ: down the columns, then along the rows.</summary>
    private static float[,] Square(float[,] x, Func<float[], float[]> map)
    {
        int n = x.GetLength(0);
        float[][] columns = [.. Enumerable.Range(0, n).Select(j => map([.. Enumerable.Range(0, n).Select(i => x[i, j])]))];
        int count = columns[0].Length;
        float[,] y = new float[count, count];
        for (int i = 0; i < count; i++)
        {
            float[] row = map([.. columns.Select(column => column[i])]);
            for (int j = 0; j < count; j++)
            {
                y[i, j] = row[j];
            }
        }

        return y;
    }

    private static double[] Exact(ConvolutionRun run) =>
        ConvolutionTests.Reference(run.Shape).Forward(run.Batch, [Wide(run.X)], [Wide(run.Filters), Wide(run.Bias[..run.Shape.Outputs])]);

    private static double[] Wide(float[] values) => [.. values.Select(value => (double)value)];

    /// <summary>Root mean square.</summary>
    private static double Error(float[] actual, double[] exact) => Math.Sqrt(actual.Zip(exact, (a, e) => (a - e) * (a - e)).Average());
}
