namespace SpanNet.Kernels.Recurrent;

/// <summary>How many samples run through time together.</summary>
internal static class RowBlock
{
    /// <summary>
    /// Enough rows that streaming W_hh from the second-level cache costs a few percent of the product; few enough that their states and
    /// products stay in the first.
    /// </summary>
    public const int MostRows = 36;
}
