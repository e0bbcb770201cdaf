using SpanNet.Cli.Commands;

namespace SpanNet.Benchmarks.Guarding;

/// <summary>The name that floors are kept under: one of a maker's families has other caches and other units than the next.</summary>
internal static class GuardedProcessor
{
    /// <summary>The processor's name, with family and model where Linux tells.</summary>
    public static string Name { get; } = Read();

    private static string Read()
    {
        string name = ProcessorFacts.Read().Name;
        string? information = LinuxFile.TryRead("/proc/cpuinfo");
        return LinuxFile.Value(information, "cpu family") is { } family
            ? $"{name} (family {family}, model {LinuxFile.Value(information, "model")})"
            : name;
    }
}
