using System.Diagnostics;
using System.Runtime.CompilerServices;

namespace SpanNet.Telemetry;

/// <summary>What predictions tell a host.</summary>
internal static class PredictTelemetry
{
    private static readonly CallInstruments instruments = new(
        TelemetryNames.PredictDuration,
        "One prediction, from the caller's inputs to the caller's outputs.",
        TelemetryNames.PredictSamples,
        "Rows predicted."
    );

    /// <summary>A call begins; what it returns, <see cref="Stop"/> wants: 0 when nobody listens.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static long Start(int samples) => instruments.IsWatched ? Begin(samples) : 0;

    /// <summary>The call has ended.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Stop(long started, int samples)
    {
        if (started != 0)
        {
            End(started, samples);
        }
    }

    private static long Begin(int samples)
    {
        SpanNetEvents.Log.PredictStart(samples);
        return Stopwatch.GetTimestamp();
    }

    private static void End(long started, int samples)
    {
        instruments.Record(started, samples);
        SpanNetEvents.Log.PredictStop(samples);
    }
}
