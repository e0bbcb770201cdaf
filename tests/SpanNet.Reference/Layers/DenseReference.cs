namespace SpanNet.Reference.Layers;

/// <summary>y = f(x·Wᵀ + b) with W [n, k], for every row of the last axis.</summary>
public sealed class DenseReference(int n, int k, Func<double, double> f, Func<double, double> derivative) : ReferenceLayer
{
    public override double[] Forward(int batch, double[][] x, double[][] p) => [.. Sums(x, p).Select(f)];

    public override void Backward(int batch, double[][] x, double[][] p, double[] dy, double[][] dx, double[][] dp)
    {
        double[] z = Sums(x, p);
        for (int row = 0; row < z.Length / n; row++)
        {
            for (int j = 0; j < n; j++)
            {
                double dz = dy[(row * n) + j] * derivative(z[(row * n) + j]);
                for (int i = 0; i < k; i++)
                {
                    dx[0][(row * k) + i] += dz * p[0][(j * k) + i];
                    dp[0][(j * k) + i] += dz * x[0][(row * k) + i];
                }

                if (p.Length > 1)
                {
                    dp[1][j] += dz;
                }
            }
        }
    }

    private double[] Sums(double[][] x, double[][] p)
    {
        double[] z = new double[x[0].Length / k * n];
        for (int row = 0; row < x[0].Length / k; row++)
        {
            for (int j = 0; j < n; j++)
            {
                double sum = p.Length > 1 ? p[1][j] : 0;
                for (int i = 0; i < k; i++)
                {
                    sum += x[0][(row * k) + i] * p[0][(j * k) + i];
                }

                z[(row * n) + j] = sum;
            }
        }

        return z;
    }
}
