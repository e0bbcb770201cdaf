namespace SpanNet.Data;

/// <summary>What is learned from a table.</summary>
public enum TableTask
{
    /// <summary>
    /// Decided by the target column: text, or whole numbers of at most 20 different values, are classes; other numbers are predicted.
    /// </summary>
    Auto,

    /// <summary>Each different value of the target column is a class.</summary>
    Classification,

    /// <summary>The target column is a number to predict.</summary>
    Regression,
}
