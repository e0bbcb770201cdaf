using BenchmarkDotNet.Attributes;
using SpanNet.Kernels.Threading;

namespace SpanNet.Benchmarks;

/// <summary>One training step of the networks that the peers run too, on one thread.</summary>
[MemoryDiagnoser]
public class TrainingBenchmarks
{
    private Workload workload = null!;

    [Params("mlp-s", "mlp-l", "tiny", "lenet")]
    public string Network { get; set; } = "";

    [Params(1, 32, 128)]
    public int Batch { get; set; }

    [GlobalSetup]
    public void Setup() => workload = new Workload(Network, Batch, trains: true, ThreadTeam.Single);

    [GlobalCleanup]
    public void Cleanup() => workload.Dispose();

    [Benchmark]
    public void Step() => workload.Run();
}
