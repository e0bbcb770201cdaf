using SpanNet.Kernels.Threading;
using SpanNet.Testing;
using SpanNet.Testing.Cases;

namespace SpanNet.Benchmarks.Works;

/// <summary>One of the three products of a convolution. Its operations are those of the direct sum, whichever way it is computed.</summary>
internal sealed class ConvolutionWork(ConvolutionCase item, ThreadTeam team) : Work
{
    private readonly ConvolutionCaseRun run = new(item, team);

    public override double Flops => item.Flops;

    public override double Bytes => item.Bytes;

    public override void Run() => run.Run();

    public override void Dispose() => run.Dispose();
}
