using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.Runtime.CompilerServices;

namespace SpanNet.Telemetry;

/// <summary>Duration and samples of one kind of call as metrics. Recording allocates nothing.</summary>
internal sealed class CallInstruments
{
    private static readonly Meter meter = new(TelemetryNames.Meter, typeof(CallInstruments).Assembly.GetName().Version?.ToString(3));

    /// <summary>Bounds in s: three for each power of ten, because calls last from less than a microsecond to seconds.</summary>
    private static readonly InstrumentAdvice<double> bounds = new()
    {
        HistogramBucketBoundaries =
        [
            .. from decade in (double[])[1e-6, 1e-5, 1e-4, 1e-3, 1e-2, 0.1, 1] from digit in (double[])[1, 2, 5] select decade * digit,
            10,
        ],
    };

    private readonly Histogram<double> duration;
    private readonly Counter<long> samples;

    public CallInstruments(string durationName, string durationText, string samplesName, string samplesText)
    {
        duration = meter.CreateHistogram(durationName, "s", durationText, tags: null, bounds);
        samples = meter.CreateCounter<long>(samplesName, "{sample}", samplesText);
    }

    /// <summary>Whether somebody listens, to these or to the events.</summary>
    public bool IsWatched
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => SpanNetEvents.Log.IsEnabled() || duration.Enabled || samples.Enabled;
    }

    /// <summary>A call has ended that began at the timestamp <paramref name="started"/>.</summary>
    public void Record(long started, int rows)
    {
        duration.Record((double)(Stopwatch.GetTimestamp() - started) / Stopwatch.Frequency);
        samples.Add(rows);
    }
}
