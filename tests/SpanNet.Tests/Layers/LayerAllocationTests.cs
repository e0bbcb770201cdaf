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
        void RunAll()
        {
            foreach (NetworkRun run in runs)
            {
                run.RunAgain(4);
                run.RunAgain(3);
            }
        }

        Allocations allocations = AllocationGauge.OfProcess(RunAll, calls: 3);

        Array.ForEach(runs, run => run.Dispose());
        Assert.Equal(Allocations.None, allocations);
    }
}
