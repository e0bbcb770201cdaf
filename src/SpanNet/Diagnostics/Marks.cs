using System.Runtime.CompilerServices;
using SpanNet.Planning;

namespace SpanNet.Diagnostics;

/// <summary>Writes down where a gauge stands at each mark, and once before the first.</summary>
/// <typeparam name="TGauge">What is read.</typeparam>
internal ref struct Marks<TGauge> : IMarks
    where TGauge : struct, IGauge
{
    private readonly Span<long> readings;
    private int next;

    /// <summary>Begins.</summary>
    /// <param name="readings">One place more than there are parts.</param>
    public Marks(Span<long> readings)
    {
        this.readings = readings;
        Mark();
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Mark() => readings[next++] = TGauge.Read();
}
