using System.Runtime.CompilerServices;
using SpanNet.Planning;

namespace SpanNet.Diagnostics;

/// <summary>Writes down where a gauge stands at each mark, and once before the first.</summary>
/// <typeparam name="TGauge">What is read.</typeparam>
internal ref struct Marks<TGauge> : IMarks
    where TGauge : struct, IGauge
{
    private readonly Span<long> readings;
    private readonly TGauge gauge;
    private int next;

    /// <summary>Begins.</summary>
    /// <param name="readings">One place more than there are parts.</param>
    /// <param name="gauge">What is read.</param>
    public Marks(Span<long> readings, TGauge gauge)
    {
        this.readings = readings;
        this.gauge = gauge;
        Mark();
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Mark() => readings[next++] = gauge.Read();
}
