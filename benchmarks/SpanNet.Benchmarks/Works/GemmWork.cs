using SpanNet.Kernels.Threading;
using SpanNet.Testing;
using SpanNet.Testing.Cases;

namespace SpanNet.Benchmarks.Works;

/// <summary>One matrix product.</summary>
internal sealed class GemmWork(GemmCase product, ThreadTeam team, bool packs) : Work
{
    private readonly GemmRun run = new(product, team, packs);

    public override double Flops => product.Flops;

    public override double Bytes => product.Bytes;

    public override void Run() => run.Run();

    public override void Dispose() => run.Dispose();
}
