namespace SpanNet.Reference.Layers;

/// <summary>
/// z(h·stride + kh·dilation − top, w·stride + kw·dilation − left, o) += x(h, w, c) · k(c, o, kh, kw), from z = b(o); y = f(z). Images
/// are [height, width, channels].
/// </summary>
public sealed class ConvolutionTransposeReference(
    int[] image,
    int[] kernel,
    int[] result,
    Func<double, double> f,
    Func<double, double> derivative
) : ReferenceLayer
{
    private readonly int channels = image[2];
    private readonly int outputs = result[2];

    public int[] Stride { get; init; } = [1, 1];

    public int[] Dilation { get; init; } = [1, 1];

    /// <summary>Rows cut off above, columns cut off left.</summary>
    public int[] Padding { get; init; } = [0, 0];

    public int Groups { get; init; } = 1;

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
        double[] z = new double[batch * result[0] * result[1] * outputs];
        for (int i = 0; p.Length > 1 && i < z.Length; i++)
        {
            z[i] = p[1][i % outputs];
        }

        foreach ((int from, int to, int weight) in Terms(batch))
        {
            z[to] += x[0][from] * p[0][weight];
        }

        return z;
    }

    private IEnumerable<(int From, int To, int Weight)> Terms(int batch)
    {
        int perGroup = outputs / Groups;
        for (int n = 0; n < batch; n++)
        for (int h = 0; h < image[0]; h++)
        for (int w = 0; w < image[1]; w++)
        for (int c = 0; c < channels; c++)
        for (int o = 0; o < perGroup; o++)
        for (int kh = 0; kh < kernel[0]; kh++)
        for (int kw = 0; kw < kernel[1]; kw++)
        {
            int row = (h * Stride[0]) + (kh * Dilation[0]) - Padding[0];
            int column = (w * Stride[1]) + (kw * Dilation[1]) - Padding[1];
            if (row >= 0 && row < result[0] && column >= 0 && column < result[1])
            {
                int output = (c / (channels / Groups) * perGroup) + o;
                yield return (
                    (((((n * image[0]) + h) * image[1]) + w) * channels) + c,
                    (((((n * result[0]) + row) * result[1]) + column) * outputs) + output,
                    (((((c * perGroup) + o) * kernel[0]) + kh) * kernel[1]) + kw
                );
            }
        }
    }
}
