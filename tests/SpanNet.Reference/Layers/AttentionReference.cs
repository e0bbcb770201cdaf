namespace SpanNet.Reference.Layers;

/// <summary>
/// y = concat(softmax(qₕ·kₕᵀ/√d)·vₕ)·Woᵀ + bo, q, k, v = x·Wᵀ + b with W the three blocks of p[0]. A query that sees no key has weights 0.
/// </summary>
public sealed class AttentionReference(int queries, int keys, int width, int heads) : ReferenceLayer
{
    private readonly int d = width / heads;

    public int KeyInput { get; init; }

    public int ValueInput { get; init; }

    /// <summary>Number of the input that says, above ½, which keys are looked at.</summary>
    public int? MaskInput { get; init; }

    public bool IsCausal { get; init; }

    public bool HasBias { get; init; }

    /// <summary>What each weight [batch, heads, queries, keys] is multiplied with.</summary>
    public float[]? Dropout { get; init; }

    public override double[] Forward(int batch, double[][] x, double[][] p) => Project(Context(batch, x, p), OutWeight(p), OutBias(p), 0);

    public override void Backward(int batch, double[][] x, double[][] p, double[] dy, double[][] dx, double[][] dp)
    {
        double[] dcontext = new double[dy.Length];
        ProjectBack(Context(batch, x, p), OutWeight(p), 0, dy, dcontext, dp[HasBias ? 2 : 1], HasBias ? dp[3] : null);

        (double[] q, double[] k, double[] v) = Projections(x, p);
        double[] weights = Weights(batch, x, q, k);
        double[] dq = new double[q.Length];
        double[] dk = new double[k.Length];
        double[] dv = new double[v.Length];
        for (int b = 0; b < batch; b++)
        {
            for (int h = 0; h < heads; h++)
            {
                for (int i = 0; i < queries; i++)
                {
                    double[] dw = new double[keys];
                    for (int j = 0; j < keys; j++)
                    {
                        for (int c = 0; c < d; c++)
                        {
                            dw[j] += dcontext[Query(b, i, h, c)] * v[Key(b, j, h, c)] * Kept(b, h, i, j);
                            dv[Key(b, j, h, c)] += dcontext[Query(b, i, h, c)] * weights[Weight(b, h, i, j)] * Kept(b, h, i, j);
                        }
                    }

                    double mean = Enumerable.Range(0, keys).Sum(j => dw[j] * weights[Weight(b, h, i, j)]);
                    for (int j = 0; j < keys; j++)
                    {
                        double ds = weights[Weight(b, h, i, j)] * (dw[j] - mean) / Math.Sqrt(d);
                        for (int c = 0; c < d; c++)
                        {
                            dq[Query(b, i, h, c)] += ds * k[Key(b, j, h, c)];
                            dk[Key(b, j, h, c)] += ds * q[Query(b, i, h, c)];
                        }
                    }
                }
            }
        }

        double[]? db = HasBias ? dp[1] : null;
        ProjectBack(x[0], p[0], 0, dq, dx[0], dp[0], db);
        ProjectBack(x[KeyInput], p[0], width, dk, dx[KeyInput], dp[0], db);
        ProjectBack(x[ValueInput], p[0], 2 * width, dv, dx[ValueInput], dp[0], db);
    }

    private double[] OutWeight(double[][] p) => p[HasBias ? 2 : 1];

    private double[]? OutBias(double[][] p) => HasBias ? p[3] : null;

    private int Query(int b, int i, int h, int c) => (((b * queries) + i) * width) + (h * d) + c;

    private int Key(int b, int j, int h, int c) => (((b * keys) + j) * width) + (h * d) + c;

    private int Weight(int b, int h, int i, int j) => (((((b * heads) + h) * queries) + i) * keys) + j;

    private double Kept(int b, int h, int i, int j) => Dropout?[Weight(b, h, i, j)] ?? 1;

    private (double[] Q, double[] K, double[] V) Projections(double[][] x, double[][] p)
    {
        double[]? bias = HasBias ? p[1] : null;
        return (Project(x[0], p[0], bias, 0), Project(x[KeyInput], p[0], bias, width), Project(x[ValueInput], p[0], bias, 2 * width));
    }

    private double[] Context(int batch, double[][] x, double[][] p)
    {
        (double[] q, double[] k, double[] v) = Projections(x, p);
        double[] weights = Weights(batch, x, q, k);
        double[] context = new double[q.Length];
        for (int b = 0; b < batch; b++)
        {
            for (int h = 0; h < heads; h++)
            {
                for (int i = 0; i < queries; i++)
                {
                    for (int j = 0; j < keys; j++)
                    {
                        for (int c = 0; c < d; c++)
                        {
                            context[Query(b, i, h, c)] += weights[Weight(b, h, i, j)] * Kept(b, h, i, j) * v[Key(b, j, h, c)];
                        }
                    }
                }
            }
        }

        return context;
    }

    private double[] Weights(int batch, double[][] x, double[] q, double[] k)
    {
        double[] weights = new double[batch * heads * queries * keys];
        for (int b = 0; b < batch; b++)
        {
            for (int h = 0; h < heads; h++)
            {
                for (int i = 0; i < queries; i++)
                {
                    int[] seen =
                    [
                        .. Enumerable
                            .Range(0, IsCausal ? i + 1 : keys)
                            .Where(j => MaskInput is null || x[MaskInput.Value][(b * keys) + j] > 0.5),
                    ];
                    double[] scores =
                    [
                        .. seen.Select(j => Enumerable.Range(0, d).Sum(c => q[Query(b, i, h, c)] * k[Key(b, j, h, c)]) / Math.Sqrt(d)),
                    ];
                    double largest = scores.DefaultIfEmpty().Max();
                    double sum = scores.Sum(score => Math.Exp(score - largest));
                    for (int j = 0; j < seen.Length; j++)
                    {
                        weights[Weight(b, h, i, seen[j])] = Math.Exp(scores[j] - largest) / sum;
                    }
                }
            }
        }

        return weights;
    }

    /// <summary>x·Wᵀ + b with the rows of W and b from <paramref name="first"/> on.</summary>
    private double[] Project(double[] x, double[] w, double[]? bias, int first)
    {
        double[] y = new double[x.Length];
        for (int row = 0; row < x.Length / width; row++)
        {
            for (int o = 0; o < width; o++)
            {
                double sum = bias?[first + o] ?? 0;
                for (int i = 0; i < width; i++)
                {
                    sum += x[(row * width) + i] * w[((first + o) * width) + i];
                }

                y[(row * width) + o] = sum;
            }
        }

        return y;
    }

    private void ProjectBack(double[] x, double[] w, int first, double[] dy, double[] dx, double[] dw, double[]? db)
    {
        for (int row = 0; row < x.Length / width; row++)
        {
            for (int o = 0; o < width; o++)
            {
                double g = dy[(row * width) + o];
                for (int i = 0; i < width; i++)
                {
                    dx[(row * width) + i] += g * w[((first + o) * width) + i];
                    dw[((first + o) * width) + i] += g * x[(row * width) + i];
                }

                if (db is not null)
                {
                    db[first + o] += g;
                }
            }
        }
    }
}
