using BenchmarkDotNet.Attributes;
using SpanNet.Benchmarks.Works;

namespace SpanNet.Benchmarks.Suites;

/// <summary>Benchmarks of works by name: a suite is its list of names.</summary>
public abstract class WorkSuite
{
    private Work work = null!;

    /// <summary>The work that is measured: one of the static property <c>Names</c> that every suite has.</summary>
    [ParamsSource("Names")]
    public string Name { get; set; } = "";

    [GlobalSetup]
    public void Setup() => work = WorkName.Create(Name);

    [GlobalCleanup]
    public void Cleanup() => work.Dispose();

    [Benchmark]
    public void Run() => work.Run();
}
