namespace SpanNet.Reference.Layers;

/// <summary>
/// y(oh, ow, o) = f(b(o) + Σ x(oh·stride + kh·dilation − top, ow·stride + kw·dilation − left, c) · w(o, c, kh, kw)) over images
/// [height, width, channels], in as many loops as the formula has letters.
/// </summary>
public sealed class ConvolutionReference(int[] image, int[] kernel, int outputs, Func<double, double> f, Func<double, double> derivative)
    : ReferenceLayer
{
    private readonly int height = image[0];
    private readonly int width = image[1];
    private readonly int channels = image[2];

    public int[] Stride { get; init; } = [1, 1];

    public int[] Dilation { get; init; } = [1, 1];

    /// <summary>Top, left, bottom, right.</summary>
    public int[] Padding { get; init; } = [0, 0, 0, 0];

    public int Groups { get; init; } = 1;

    private int OutputHeight => ((height + Padding[0] + Padding[2] - (Dilation[0] * (kernel[0] - 1)) - 1) / Stride[0]) + 1;

    private int OutputWidth => ((width + Padding[1] + Padding[3] - (Dilation[1] * (kernel[1] - 1)) - 1) / Stride[1]) + 1;

    public override double[] Forward(int batch, double[][] x, double[][] p) => [.. Sums(batch, x, p).Select(f)];

    public override void Backward(int batch, double[][] x, double[][] p, double[] dy, double[][] dx, double[][] dp)
    {
        double[] dz = [.. Sums(batch, x, p).Select((z, i) => dy[i] * derivative(z))];
        foreach ((int from, int to, int weight) in Terms(batch))
        {
            dx[0][from] += dz[to] * p[0][weight];
            dp[0][weight] += dz[to] * x[0][from];
        }

        for (int i = 0; p.Length > 1 && i < dz.Length; i++)
        {
            dp[1][i % outputs] += dz[i];
        }
    }

    private double[] Sums(int batch, double[][] x, double[][] p)
    {
        double[] z = new double[batch * OutputHeight * OutputWidth * outputs];
        foreach ((int from, int to, int weight) in Terms(batch))
        {
            z[to] += x[0][from] * p[0][weight];
        }

        return p.Length > 1 ? [.. z.Select((sum, i) => sum + p[1][i % outputs])] : z;
    }

    /// <summary>Every product of the formula: which x, which y, which w.</summary>
    private IEnumerable<(int From, int To, int Weight)> Terms(int batch)
    {
        int perGroup = channels / Groups;
        for (int n = 0; n < batch; n++)
        for (int oh = 0; oh < OutputHeight; oh++)
        for (int ow = 0; ow < OutputWidth; ow++)
        for (int o = 0; o < outputs; o++)
        for (int c = 0; c < perGroup; c++)
        for (int kh = 0; kh < kernel[0]; kh++)
        for (int kw = 0; kw < kernel[1]; kw++)
        {
            int h = (oh * Stride[0]) + (kh * Dilation[0]) - Padding[0];
            int w = (ow * Stride[1]) + (kw * Dilation[1]) - Padding[1];
            if (h >= 0 && h < height && w >= 0 && w < width)
            {
                int channel = (o / (outputs / Groups) * perGroup) + c;
                yield return (
                    (((((n * height) + h) * width) + w) * channels) + channel,
                    (((((n * OutputHeight) + oh) * OutputWidth) + ow) * outputs) + o,
                    (((((o * perGroup) + c) * kernel[0]) + kh) * kernel[1]) + kw
                );
            }
        }
    }
}
