using System.Globalization;
using System.Text.Json;
using SpanNet.Cli.Reports;

namespace SpanNet.Cli.Commands;

/// <summary>What was found out about machine and process.</summary>
internal sealed record DoctorReport(
    ProcessorFacts Processor,
    CoreCount Cores,
    IReadOnlyList<CacheSize> Caches,
    MachineSpeed Speed,
    WidthSpeed Widths,
    JitSettings Jit
)
{
    private IReadOnlyList<string> Warnings => DoctorWarnings.For(Processor, Cores, Widths, Jit);

    /// <summary>Shows it.</summary>
    public void Show(IReport report)
    {
        report.Facts(
            ("processor", Processor.Name),
            ("has", string.Join(", ", Processor.InstructionSets)),
            ("vectors", $"{32 * Processor.Lanes} bits, {Processor.Lanes} floats"),
            ("cores", CoreText()),
            ("caches", Caches.Count == 0 ? "not known here" : string.Join(", ", Caches.Select(CacheText))),
            ("runtime", $"{Jit.Runtime}, {(Jit.ServerGc ? "server" : "workstation")} GC"),
            (
                "JIT",
                $"tiered compilation {OnOff(Jit.TieredCompilation)}, tiered PGO {OnOff(Jit.TieredPgo)}, "
                    + $"quick JIT for loops {OnOff(Jit.QuickJitForLoops)}"
            ),
            ("peak", $"{Number(Speed.PeakGflops)} GFLOP/s a core"),
            (
                "dense",
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{Widths.PowerOfTwo:0.0} GFLOP/s at {WidthSpeed.Power} wide, {Widths.Beside:0.0} at {WidthSpeed.NoPower}"
                )
            )
        );
        report.Table(
            new ReportTable(
                "GB/s a core",
                [new("memory"), new("read"), new("update")],
                [.. Speed.Bandwidths.Select(row => (IReadOnlyList<ReportCell>)[Size(row.Bytes), Number(row.Read), Number(row.Update)])]
            )
        );
        foreach (string warning in Warnings)
        {
            report.Line($"warning: {warning}", Tone.Bad);
        }

        if (Warnings.Count == 0)
        {
            report.Line("no warnings", Tone.Good);
        }
    }

    /// <summary>Writes it as members of a JSON object.</summary>
    public void Write(Utf8JsonWriter json)
    {
        json.WriteString("processor", Processor.Name);
        json.WriteString("architecture", Processor.Architecture.ToString());
        WriteTexts(json, "instruction_sets", Processor.InstructionSets);
        json.WriteNumber("vector_lanes", Processor.Lanes);
        json.WriteNumber("cores", Cores.Machine);
        json.WriteNumber("cores_allowed", Cores.Allowed);
        json.WriteFinite("cores_affinity", Cores.Affinity);
        json.WriteFinite("cores_quota", Cores.Quota);
        json.WriteStartArray("caches");
        foreach (CacheSize cache in Caches)
        {
            json.WriteStartObject();
            json.WriteNumber("level", cache.Level);
            json.WriteString("kind", cache.Kind);
            json.WriteNumber("bytes", cache.Bytes);
            json.WriteNumber("cores", cache.Cores);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteNumber("peak_gflops", Speed.PeakGflops);
        json.WriteStartArray("bandwidths");
        foreach (MemoryBandwidth row in Speed.Bandwidths)
        {
            json.WriteStartObject();
            json.WriteNumber("bytes", row.Bytes);
            json.WriteNumber("read_gb_per_s", row.Read);
            json.WriteNumber("update_gb_per_s", row.Update);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteNumber("dense_1024_gflops", Widths.PowerOfTwo);
        json.WriteNumber("dense_1040_gflops", Widths.Beside);
        json.WriteString("runtime", Jit.Runtime);
        json.WriteBoolean("tiered_compilation", Jit.TieredCompilation);
        json.WriteBoolean("tiered_pgo", Jit.TieredPgo);
        json.WriteBoolean("quick_jit_for_loops", Jit.QuickJitForLoops);
        json.WriteBoolean("server_gc", Jit.ServerGc);
        json.WriteBoolean("debug_build", Jit.IsDebugBuild);
        WriteTexts(json, "warnings", Warnings);
    }

    private static void WriteTexts(Utf8JsonWriter json, string name, IReadOnlyList<string> texts)
    {
        json.WriteStartArray(name);
        foreach (string text in texts)
        {
            json.WriteStringValue(text);
        }

        json.WriteEndArray();
    }

    private string CoreText()
    {
        string affinity = Cores.Affinity is int bound ? $", bound to {Figures.Count(bound)}" : "";
        string quota = Cores.Quota is double limit ? string.Create(CultureInfo.InvariantCulture, $", time of {limit:0.##}") : "";
        return $"{Figures.Count(Cores.Allowed)} allowed of {Figures.Count(Cores.Machine)}{affinity}{quota}";
    }

    private static string CacheText(CacheSize cache) =>
        $"L{cache.Level} {cache.Kind} {Size(cache.Bytes)}{(cache.Cores > 1 ? $" for {Figures.Count(cache.Cores)} cores" : "")}";

    private static string Size(long bytes) => bytes < 1 << 20 ? $"{Figures.Count(bytes >> 10)} KiB" : $"{Figures.Count(bytes >> 20)} MiB";

    private static string OnOff(bool isOn) => isOn ? "on" : "off";

    private static string Number(double number) => number.ToString("N1", CultureInfo.InvariantCulture);
}
