using System.Diagnostics.Tracing;

namespace SpanNet.Telemetry;

/// <summary>
/// The event source. All payloads are of type long: for those the framework has overloads of WriteEvent that make no array. Activity
/// tracking is off, because it allocates an object for each start.
/// </summary>
[EventSource(Name = TelemetryNames.EventSource)]
internal sealed class SpanNetEvents : EventSource
{
    public static readonly SpanNetEvents Log = new();

    private SpanNetEvents() { }

    [Event(1, Level = EventLevel.Informational, ActivityOptions = EventActivityOptions.Disable)]
    public void TrainStepStart(long step, long samples) => WriteEvent(1, step, samples);

    [Event(2, Level = EventLevel.Informational, ActivityOptions = EventActivityOptions.Disable)]
    public void TrainStepStop(long step, long samples) => WriteEvent(2, step, samples);

    [Event(3, Level = EventLevel.Informational, ActivityOptions = EventActivityOptions.Disable)]
    public void PredictStart(long samples) => WriteEvent(3, samples);

    [Event(4, Level = EventLevel.Informational, ActivityOptions = EventActivityOptions.Disable)]
    public void PredictStop(long samples) => WriteEvent(4, samples);
}
