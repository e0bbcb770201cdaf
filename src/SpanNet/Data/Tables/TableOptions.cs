namespace SpanNet.Data;

/// <summary>
/// How a table is understood. A column is numeric when every value that is not missing is a finite number, else categorical;
/// <see cref="Numeric"/> and <see cref="Categorical"/> overrule that.
/// </summary>
/// <param name="Target">Name of the column to learn.</param>
public sealed record TableOptions(string Target)
{
    /// <summary>Whether the target is a class or a number.</summary>
    public TableTask Task { get; init; }

    /// <summary>Columns that must be numbers: text in them is an error.</summary>
    public IReadOnlyList<string> Numeric { get; init; } = [];

    /// <summary>Columns whose values are categories, even when they are numbers.</summary>
    public IReadOnlyList<string> Categorical { get; init; } = [];

    /// <summary>Columns that are not used, such as row numbers and names.</summary>
    public IReadOnlyList<string> Ignored { get; init; } = [];
}
