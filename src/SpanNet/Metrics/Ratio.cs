namespace SpanNet.Metrics;

/// <summary>Shares of counts.</summary>
internal static class Ratio
{
    /// <summary>part / whole; 0 / 0 is 0, so that a class that never occurs, or an empty set, gives a number.</summary>
    public static double Of(double part, double whole) => whole == 0 ? 0 : part / whole;
}
