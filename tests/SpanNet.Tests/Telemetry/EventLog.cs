using System.Diagnostics.Tracing;
using SpanNet.Telemetry;

namespace SpanNet.Tests.Telemetry;

/// <summary>Writes down the events of the engine while it lives.</summary>
internal sealed class EventLog : EventListener
{
    private readonly List<string> lines = [];

    public IReadOnlyList<string> Lines => lines;

    protected override void OnEventSourceCreated(EventSource eventSource)
    {
        if (eventSource.Name == TelemetryNames.EventSource)
        {
            EnableEvents(eventSource, EventLevel.Informational);
        }
    }

    protected override void OnEventWritten(EventWrittenEventArgs eventData)
    {
        // The base constructor already lets events through, before the field exists.
        lines?.Add($"{eventData.EventName} {string.Join(' ', eventData.Payload!)}");
    }
}
