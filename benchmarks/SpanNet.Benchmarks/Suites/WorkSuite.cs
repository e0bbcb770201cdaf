using BenchmarkDotNet.Attributes;
using SpanNet.Benchmarks.Works;

namespace SpanNet.Benchmarks.Suites;

/// <summary>Benchmarks of works by name: a suite is its list of names.</summary>
public abstract class WorkSuite
{
    private Work work = null!;

    /// <summary>The works.</summary>
    public abstract IEnumerable<string> Names { get; }

    /// <summary>The work that is measured.</summary>
    [ParamsSource(nameof(Names))]
    public string Name { get; set; } = "";

    [GlobalSetup]
    public void Setup() => work = WorkName.Create(Name);

    [GlobalCleanup]
    public void Cleanup() => work.Dispose();

    [Benchmark]
    public void Run() => work.Run();
}
