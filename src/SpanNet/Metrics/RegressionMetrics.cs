namespace SpanNet.Metrics;

/// <summary>Mean squared and absolute error and R² of a regression, over all outputs together. Sums are in double.</summary>
/// <remarks>
/// R² = 1 − Σ (y − t)² / Σ (t − t̄)², both sums over all rows and outputs, with t̄ the mean of each output's own targets: the mean of
/// the outputs' R², weighted by the variance of their targets. When all targets of each output are the same, it is 1 if every
/// output hits them, else 0.
/// </remarks>
public sealed class RegressionMetrics : Metric
{
    // Targets may be far from 0, where Σt² − (Σt)²/n cancels: their squared deviations are updated instead. Welford 1962.
    private readonly double[] targetMean;
    private readonly double[] targetDeviation;
    private double squaredError;
    private double absoluteError;

    /// <summary>Metrics of a network with so many outputs, at least 1.</summary>
    public RegressionMetrics(int outputs)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(outputs, 1);
        Outputs = outputs;
        targetMean = new double[outputs];
        targetDeviation = new double[outputs];
    }

    /// <summary>Number of outputs.</summary>
    public int Outputs { get; }

    /// <inheritdoc/>
    public override string ScoreName => "r2";

    /// <inheritdoc/>
    public override double Score => R2;

    /// <summary>Mean of (y − t)² over all rows and outputs; 0 before any row.</summary>
    public double MeanSquaredError => Ratio.Of(squaredError, (double)Count * Outputs);

    /// <summary>Mean of |y − t| over all rows and outputs; 0 before any row.</summary>
    public double MeanAbsoluteError => Ratio.Of(absoluteError, (double)Count * Outputs);

    /// <summary>Coefficient of determination; 0 before any row.</summary>
    public double R2
    {
        get
        {
            double deviation = 0;
            foreach (double d in targetDeviation)
            {
                deviation += d;
            }

            return deviation != 0 ? 1 - (squaredError / deviation)
                : squaredError == 0 && Count > 0 ? 1
                : 0;
        }
    }

    /// <inheritdoc/>
    public override void Add(ReadOnlySpan<float> output, ReadOnlySpan<float> target, int batch)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(batch);
        CheckLength(output.Length, batch, nameof(output));
        CheckLength(target.Length, batch, nameof(target));
        for (int row = 0; row < batch; row++)
        {
            Count++;
            AddRow(output.Slice(row * Outputs, Outputs), target.Slice(row * Outputs, Outputs), 1.0 / Count);
        }
    }

    /// <inheritdoc/>
    public override void Reset()
    {
        Array.Clear(targetMean);
        Array.Clear(targetDeviation);
        squaredError = absoluteError = 0;
        Count = 0;
    }

    /// <summary>All figures as they stand now.</summary>
    public RegressionResult ToResult() => new(Count, MeanSquaredError, Math.Sqrt(MeanSquaredError), MeanAbsoluteError, R2);

    private void AddRow(ReadOnlySpan<float> y, ReadOnlySpan<float> t, double share)
    {
        for (int i = 0; i < y.Length; i++)
        {
            double error = (double)y[i] - t[i];
            squaredError += error * error;
            absoluteError += Math.Abs(error);

            double before = t[i] - targetMean[i];
            targetMean[i] += before * share;
            targetDeviation[i] += before * (t[i] - targetMean[i]);
        }
    }

    private void CheckLength(int length, int batch, string parameter)
    {
        if (length != (long)batch * Outputs)
        {
            throw WrongLength(parameter, batch, $"{Outputs}", length);
        }
    }
}
