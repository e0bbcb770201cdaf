using SpanNet.Configuration;
using SpanNet.Kernels.RandomNumbers;

namespace SpanNet.Initializers;

/// <summary>
/// A random orthogonal matrix, times the gain: rows are orthonormal, or columns where there are more rows. Uniformly distributed
/// over all such matrices (Haar measure). Saxe, McClelland and Ganguli 2014.
/// </summary>
/// <remarks>
/// The matrix is [weights.Length / in, in]. It is the factor Q of a normal matrix with the diagonal of R positive, which makes the
/// distribution uniform (Mezzadri 2007), by modified Gram-Schmidt in double, each vector orthogonalized twice (Giraud, Langou and
/// Rozložník 2005: twice is enough). Plain arithmetic in a fixed order: the same bits everywhere.
/// </remarks>
/// <param name="Gain">Factor; see <see cref="SpanNet.Initializers.Gain.For(Kernels.Activations.Activation)"/>.</param>
public sealed record Orthogonal(float Gain = 1f) : Initializer
{
    /// <inheritdoc/>
    public override string Kind => "orthogonal";

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">The length of <paramref name="weights"/> is no multiple of the fan in.</exception>
    public override void Fill(Span<float> weights, Fans fans, RandomStream random)
    {
        int columns = fans.In;
        int rows = weights.Length / columns;
        if (rows * columns != weights.Length)
        {
            throw new ArgumentException(
                $"An orthogonal matrix with {columns} columns (fan in) needs a multiple of them, got {weights.Length} weights.",
                nameof(weights)
            );
        }

        random.Normal(weights);
        int count = Math.Min(rows, columns);
        int length = Math.Max(rows, columns);
        (int vectorStride, int elementStride) = rows <= columns ? (columns, 1) : (1, columns);

        double[] vectors = new double[weights.Length];
        for (int v = 0; v < count; v++)
        {
            Span<double> vector = vectors.AsSpan(v * length, length);
            for (int i = 0; i < length; i++)
            {
                vector[i] = weights[(v * vectorStride) + (i * elementStride)];
            }

            Orthonormalize(vector, vectors.AsSpan(0, v * length));
            for (int i = 0; i < length; i++)
            {
                weights[(v * vectorStride) + (i * elementStride)] = (float)(Gain * vector[i]);
            }
        }
    }

    /// <inheritdoc/>
    public override void WriteOptions(OptionWriter writer) => writer.Single("gain", Gain, 1f);

    internal static Orthogonal Read(OptionReader options) => new(options.Single("gain", 1f));

    /// <summary>x ← x − Σ (x·q) q over the vectors q before it, twice, then x / |x|.</summary>
    private static void Orthonormalize(Span<double> x, ReadOnlySpan<double> before)
    {
        for (int pass = 0; pass < 2; pass++)
        {
            for (int start = 0; start < before.Length; start += x.Length)
            {
                ReadOnlySpan<double> q = before.Slice(start, x.Length);
                double projection = Dot(x, q);
                for (int i = 0; i < x.Length; i++)
                {
                    x[i] -= projection * q[i];
                }
            }
        }

        double norm = Math.Sqrt(Dot(x, x));
        foreach (ref double element in x)
        {
            element /= norm;
        }
    }

    /// <summary>Σ a·b in four partial sums, which hide the latency of the addition.</summary>
    private static double Dot(ReadOnlySpan<double> a, ReadOnlySpan<double> b)
    {
        double sum0 = 0;
        double sum1 = 0;
        double sum2 = 0;
        double sum3 = 0;
        int i = 0;
        for (; i <= a.Length - 4; i += 4)
        {
            sum0 += a[i] * b[i];
            sum1 += a[i + 1] * b[i + 1];
            sum2 += a[i + 2] * b[i + 2];
            sum3 += a[i + 3] * b[i + 3];
        }

        for (; i < a.Length; i++)
        {
            sum0 += a[i] * b[i];
        }

        return (sum0 + sum1) + (sum2 + sum3);
    }
}
