namespace SpanNet.Data;

/// <summary>A column of categories: one float per category, 1 for the row's own and 0 for the others.</summary>
/// <param name="Name">Its name in the header.</param>
/// <param name="Missing">How many values were missing in the training part.</param>
/// <param name="Categories">
/// The categories of the training part in ordinal order; the first is "" when values were missing there: missing is a category of its own.
/// </param>
public sealed record CategoricalColumn(string Name, int Missing, string[] Categories) : TableColumn(Name, Missing)
{
    /// <inheritdoc/>
    public override int Width => Categories.Length;

    /// <summary>Position of a category, or negative when the training part had none such. Allocates nothing.</summary>
    public int IndexOf(string category) => Array.BinarySearch(Categories, category, StringComparer.Ordinal);
}
