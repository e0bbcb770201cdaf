using System.Diagnostics;

namespace SpanNet.Diagnostics;

/// <summary>Time, in ticks of <see cref="Stopwatch"/>.</summary>
internal readonly struct Ticks : IGauge
{
    /// <inheritdoc/>
    public long Read() => Stopwatch.GetTimestamp();
}
