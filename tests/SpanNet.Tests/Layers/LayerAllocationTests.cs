using SpanNet.Graphs;
using SpanNet.Kernels.Threading;
using SpanNet.Testing;
using SpanNet.Testing.Cases;

namespace SpanNet.Tests.Layers;

[Collection(NonParallelCollection.Name)]
public sealed class LayerAllocationTests
{
    [Fact]
    public void NoLayerAllocatesInAnyFormOrMode()
    {
        using var team = new ThreadTeam(2);
        NetworkRun[] runs =
        [
            .. from layerCase in LayerCases.All
            from form in layerCase.Forms()
            from mode in Enum.GetValues<PlanMode>()
            select new NetworkRun(layerCase.Network(4, form).Graph, 4, mode, team),
        ];
        void RunTwice(NetworkRun run)
        {
            run.RunAgain(4);
            run.RunAgain(3);
        }

        AllocationGauge.WarmUp(() => Array.ForEach(runs, RunTwice));

        // One at a time: the longer it takes, the surer the test host allocates something meanwhile.
        foreach (NetworkRun run in runs)
        {
            Allocations allocations = AllocationGauge.OfWarmProcess(() => RunTwice(run), calls: 10);

            Assert.True(allocations == Allocations.None, $"{run.Plan.Describe()} allocates: {allocations}");
        }

        Array.ForEach(runs, run => run.Dispose());
    }
}
