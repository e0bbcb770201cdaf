namespace SpanNet.Metrics;

/// <summary>The figures of a regression over some rows; see <see cref="RegressionMetrics"/>.</summary>
/// <param name="Count">Number of rows.</param>
/// <param name="MeanSquaredError">Mean of (y − t)² over all rows and outputs.</param>
/// <param name="RootMeanSquaredError">Its square root.</param>
/// <param name="MeanAbsoluteError">Mean of |y − t| over all rows and outputs.</param>
/// <param name="R2">Coefficient of determination.</param>
public sealed record RegressionResult(
    long Count,
    double MeanSquaredError,
    double RootMeanSquaredError,
    double MeanAbsoluteError,
    double R2
);
