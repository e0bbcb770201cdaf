namespace SpanNet.Reference;

/// <summary>Softmax and its relatives over one row, by their definitions.</summary>
public static class SoftmaxReference
{
    public static double LogSumExp(double[] x)
    {
        double max = x.Max();
        double sum = 0.0;
        foreach (double value in x)
        {
            sum += Math.Exp(value - max);
        }

        return max + Math.Log(sum);
    }

    public static double[] LogSoftmax(double[] x)
    {
        double logSumExp = LogSumExp(x);
        double[] y = new double[x.Length];
        for (int i = 0; i < x.Length; i++)
        {
            y[i] = x[i] - logSumExp;
        }

        return y;
    }

    public static double[] Softmax(double[] x)
    {
        double[] y = LogSoftmax(x);
        for (int i = 0; i < y.Length; i++)
        {
            y[i] = Math.Exp(y[i]);
        }

        return y;
    }

    /// <summary>dx[j] = Σᵢ dy[i] · ∂y[i]/∂x[j] with ∂y[i]/∂x[j] = y[i]((i = j) − y[j]).</summary>
    public static double[] SoftmaxBackward(double[] x, double[] dy)
    {
        double[] y = Softmax(x);
        double[] dx = new double[x.Length];
        for (int j = 0; j < x.Length; j++)
        {
            for (int i = 0; i < x.Length; i++)
            {
                dx[j] += dy[i] * y[i] * ((i == j ? 1.0 : 0.0) - y[j]);
            }
        }

        return dx;
    }

    /// <summary>dx[j] = Σᵢ dy[i] · ∂y[i]/∂x[j] with ∂y[i]/∂x[j] = (i = j) − exp y[j].</summary>
    public static double[] LogSoftmaxBackward(double[] x, double[] dy)
    {
        double[] p = Softmax(x);
        double[] dx = new double[x.Length];
        for (int j = 0; j < x.Length; j++)
        {
            for (int i = 0; i < x.Length; i++)
            {
                dx[j] += dy[i] * ((i == j ? 1.0 : 0.0) - p[j]);
            }
        }

        return dx;
    }
}
