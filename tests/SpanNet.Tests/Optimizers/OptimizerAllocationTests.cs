using SpanNet.Kernels.Threading;
using SpanNet.Testing;
using SpanNet.Testing.Cases;

namespace SpanNet.Tests.Optimizers;

[Collection(NonParallelCollection.Name)]
public sealed class OptimizerAllocationTests
{
    [Fact]
    public void NothingIsAllocatedOnAnyThread()
    {
        // Long enough to be shared by threads; few calls, because the test host allocates every 20 ms or so by itself and a step
        // without hardware FMA takes 3 ms. All optimizers share this code, and each is measured on the caller's thread elsewhere.
        const int length = 70_000;
        using var team = new ThreadTeam(2);
        float[] g = OptimizerRun.Values(length, 2);
        var run = new OptimizerRun(
            OptimizerCases.Variants["all"](OptimizerCases.Of("adam").Optimizer),
            new float[length],
            length / 2,
            team
        );

        Assert.Equal(Allocations.None, AllocationGauge.OfProcess(() => run.Step(g), calls: 4));
    }
}
