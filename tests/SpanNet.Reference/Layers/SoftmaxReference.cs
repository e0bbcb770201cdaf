namespace SpanNet.Reference.Layers;

/// <summary>y[j] = exp(x[j]) / Σ exp(x) for every row of the last axis, or its logarithm; the gradient is the product with the Jacobian.</summary>
public sealed class SoftmaxReference(int columns, bool isLogarithmic) : ReferenceLayer
{
    public override double[] Forward(int batch, double[][] x, double[][] p)
    {
        double[] y = Probabilities(x[0]);
        return isLogarithmic ? [.. y.Select(value => Math.Log(value))] : y;
    }

    public override void Backward(int batch, double[][] x, double[][] p, double[] dy, double[][] dx, double[][] dp)
    {
        double[] s = Probabilities(x[0]);
        for (int row = 0; row < s.Length; row += columns)
        {
            for (int i = row; i < row + columns; i++)
            {
                for (int j = row; j < row + columns; j++)
                {
                    double slope = (i == j ? 1 : 0) - s[i];
                    dx[0][i] += dy[j] * (isLogarithmic ? slope : s[j] * slope);
                }
            }
        }
    }

    private double[] Probabilities(double[] x)
    {
        double[] y = new double[x.Length];
        for (int row = 0; row < x.Length; row += columns)
        {
            double largest = x[row..(row + columns)].Max();
            double sum = x[row..(row + columns)].Sum(value => Math.Exp(value - largest));
            for (int j = row; j < row + columns; j++)
            {
                y[j] = Math.Exp(x[j] - largest) / sum;
            }
        }

        return y;
    }
}
