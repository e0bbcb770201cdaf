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
        using var team = new ThreadTeam(2);
        const int length = 100_000;
        float[] g = OptimizerRun.Values(length, 2);
        OptimizerRun[] runs =
        [
            .. OptimizerCases.All.Select(c => new OptimizerRun(
                OptimizerCases.Variants["all"](c.Optimizer),
                new float[length],
                length / 2,
                team
            )),
        ];

        void StepAll()
        {
            foreach (OptimizerRun run in runs)
            {
                run.Step(g);
            }
        }

        Assert.Equal(Allocations.None, AllocationGauge.OfProcess(StepAll, calls: 50));
    }
}
