namespace SpanNet.Data;

/// <summary>How one column of a table becomes floats.</summary>
/// <param name="Name">Its name in the header.</param>
/// <param name="Missing">How many values were missing in the training part.</param>
public abstract record TableColumn(string Name, int Missing)
{
    /// <summary>Floats that the column becomes.</summary>
    public abstract int Width { get; }
}
