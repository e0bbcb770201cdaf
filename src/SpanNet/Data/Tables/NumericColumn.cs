namespace SpanNet.Data;

/// <summary>A column of numbers: one float each.</summary>
/// <param name="Name">Its name in the header.</param>
/// <param name="Missing">How many values were missing in the training part.</param>
/// <param name="Mean">Mean of the training part's values, taken where a value is missing; 0 when all were.</param>
public sealed record NumericColumn(string Name, int Missing, float Mean) : TableColumn(Name, Missing)
{
    /// <inheritdoc/>
    public override int Width => 1;
}
