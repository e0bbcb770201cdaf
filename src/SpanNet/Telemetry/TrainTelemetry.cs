using System.Diagnostics;
using System.Runtime.CompilerServices;

namespace SpanNet.Telemetry;

/// <summary>What training steps tell a host.</summary>
internal static class TrainTelemetry
{
    private static readonly CallInstruments instruments = new(
        TelemetryNames.TrainStepDuration,
        "Forward, loss, backward and update of one batch.",
        TelemetryNames.TrainSamples,
        "Samples learned from."
    );

    /// <summary>A step begins; what it returns, <see cref="Stop"/> wants: 0 when nobody listens.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static long Start(long step, int samples) => instruments.IsWatched ? Begin(step, samples) : 0;

    /// <summary>The step has ended.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Stop(long started, long step, int samples)
    {
        if (started != 0)
        {
            End(started, step, samples);
        }
    }

    private static long Begin(long step, int samples)
    {
        SpanNetEvents.Log.TrainStepStart(step, samples);
        return Stopwatch.GetTimestamp();
    }

    private static void End(long started, long step, int samples)
    {
        instruments.Record(started, samples);
        SpanNetEvents.Log.TrainStepStop(step, samples);
    }
}
