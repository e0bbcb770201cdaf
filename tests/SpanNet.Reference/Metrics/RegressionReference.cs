namespace SpanNet.Reference.Metrics;

/// <summary>Metrics of a regression with one span of rows, by their definitions, in two passes.</summary>
public static class RegressionReference
{
    /// <summary>Mean of (y − t)².</summary>
    public static double MeanSquaredError(float[] y, float[] t) => y.Zip(t, (a, b) => Math.Pow((double)a - b, 2)).Average();

    /// <summary>Mean of |y − t|.</summary>
    public static double MeanAbsoluteError(float[] y, float[] t) => y.Zip(t, (a, b) => Math.Abs((double)a - b)).Average();

    /// <summary>1 − Σ (y − t)² / Σ (t − mean of the column)², rows of <paramref name="columns"/> outputs.</summary>
    public static double R2(float[] y, float[] t, int columns)
    {
        double deviation = 0;
        for (int column = 0; column < columns; column++)
        {
            double[] targets = [.. t.Where((_, i) => i % columns == column).Select(x => (double)x)];
            double mean = targets.Average();
            deviation += targets.Sum(x => (x - mean) * (x - mean));
        }

        return 1 - (MeanSquaredError(y, t) * y.Length / deviation);
    }
}
