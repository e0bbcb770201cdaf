namespace SpanNet.Metrics;

/// <summary>The figures of a classifier over some rows; see <see cref="ClassificationMetrics"/>.</summary>
public sealed record ClassificationResult
{
    /// <summary>Number of rows.</summary>
    public required long Count { get; init; }

    /// <summary>Share of rows whose predicted class is the true one.</summary>
    public required double Accuracy { get; init; }

    /// <summary>The k of <see cref="TopKAccuracy"/>.</summary>
    public required int TopK { get; init; }

    /// <summary>Share of rows whose true class is among the k largest outputs.</summary>
    public required double TopKAccuracy { get; init; }

    /// <summary>Mean precision over all classes, each weighing the same (macro average).</summary>
    public required double Precision { get; init; }

    /// <summary>Mean recall over all classes, each weighing the same (macro average).</summary>
    public required double Recall { get; init; }

    /// <summary>Mean F1 over all classes, each weighing the same (macro average).</summary>
    public required double F1 { get; init; }

    /// <summary>The figures of each class.</summary>
    public required IReadOnlyList<ClassResult> Classes { get; init; }

    /// <summary>Numbers of rows: a row of the matrix per true class, a column per predicted class.</summary>
    public required IReadOnlyList<IReadOnlyList<long>> Confusion { get; init; }
}
