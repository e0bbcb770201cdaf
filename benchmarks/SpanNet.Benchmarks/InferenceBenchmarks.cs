using BenchmarkDotNet.Attributes;
using SpanNet.Kernels.Threading;

namespace SpanNet.Benchmarks;

/// <summary>One prediction, from the caller's span to the caller's span, on one thread.</summary>
[MemoryDiagnoser]
public class InferenceBenchmarks
{
    private Workload workload = null!;

    [Params("mlp-s", "mlp-l", "tiny", "lenet")]
    public string Network { get; set; } = "";

    [Params(1, 64)]
    public int Batch { get; set; }

    [GlobalSetup]
    public void Setup() => workload = new Workload(Network, Batch, trains: false, ThreadTeam.Single);

    [GlobalCleanup]
    public void Cleanup() => workload.Dispose();

    [Benchmark]
    public void Predict() => workload.Run();
}
