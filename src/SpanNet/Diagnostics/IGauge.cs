namespace SpanNet.Diagnostics;

/// <summary>Something that grows while a call runs: time, or memory taken.</summary>
internal interface IGauge
{
    /// <summary>Where it stands now.</summary>
    long Read();
}
