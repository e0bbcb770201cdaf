using System.Diagnostics;
using System.Text.Json;

namespace SpanNet.Diagnostics;

/// <summary>Calls as complete events ("X") of the Trace Event Format that Chrome defined and Perfetto reads; times in µs.</summary>
internal static class ChromeTrace
{
    private const int Process = 1;

    /// <summary>Writes the last <paramref name="calls"/> calls of <paramref name="profiler"/>, the first at time 0.</summary>
    public static void Write(Stream stream, string title, Profiler profiler, int calls)
    {
        using var json = new Utf8JsonWriter(stream);
        json.WriteStartObject();
        json.WriteString("displayTimeUnit", "ns");
        json.WriteStartArray("traceEvents");
        WriteName(json, "process_name", title);
        WriteName(json, "thread_name", "calls");
        long origin = profiler.Readings(profiler.Calls - calls)[0];
        for (long call = profiler.Calls - calls; call < profiler.Calls; call++)
        {
            ReadOnlySpan<long> readings = profiler.Readings(call);
            WriteEvent(json, $"call {call + 1}", "call", readings[0] - origin, readings[^1] - readings[0]);
            json.WriteEndObject();
            for (int i = 0; i < profiler.Parts.Length; i++)
            {
                ProfilePart part = profiler.Parts[i];
                WriteEvent(json, part.Name, part.Phase.ToString().ToLowerInvariant(), readings[i] - origin, readings[i + 1] - readings[i]);
                json.WriteStartObject("args");
                json.WriteString("kind", part.Kind);
                json.WriteNumber("flops", part.Flops);
                json.WriteNumber("bytes", part.Bytes);
                json.WriteEndObject();
                json.WriteEndObject();
            }
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void WriteName(Utf8JsonWriter json, string what, string name)
    {
        json.WriteStartObject();
        json.WriteString("name", what);
        json.WriteString("ph", "M");
        json.WriteNumber("pid", Process);
        json.WriteNumber("tid", Process);
        json.WriteStartObject("args");
        json.WriteString("name", name);
        json.WriteEndObject();
        json.WriteEndObject();
    }

    /// <summary>An event, left open for its arguments.</summary>
    private static void WriteEvent(Utf8JsonWriter json, string name, string category, long start, long duration)
    {
        json.WriteStartObject();
        json.WriteString("name", name);
        json.WriteString("cat", category);
        json.WriteString("ph", "X");
        json.WriteNumber("ts", Microseconds(start));
        json.WriteNumber("dur", Microseconds(duration));
        json.WriteNumber("pid", Process);
        json.WriteNumber("tid", Process);
    }

    // Decimals, so that where a part begins the one before it ends, to the last digit.
    private static decimal Microseconds(long ticks) => ticks * 1_000_000m / Stopwatch.Frequency;
}
