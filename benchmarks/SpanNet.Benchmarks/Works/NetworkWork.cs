using SpanNet.Cli.Commands;
using SpanNet.Kernels.Threading;
using SpanNet.Losses;
using SpanNet.Models;
using SpanNet.Optimizers;

namespace SpanNet.Benchmarks.Works;

/// <summary>A training step or a prediction of a network of the zoo: what <c>spannet bench</c> measures, with its batches, losses and optimizers.</summary>
internal sealed class NetworkWork : Work
{
    private readonly Model model;
    private readonly BenchWorkload workload;

    public NetworkWork(string network, int batch, bool trains, ThreadTeam team)
    {
        model = new Model(ZooCatalog.Get(network).Build(), seed: 1);
        double weights = sizeof(float) * (double)model.Graph.Nodes.Sum(Parameters);
        double rows = sizeof(float) * (double)batch * model.Graph.Inputs[0].Shape.Length;
        if (!trains)
        {
            workload = BenchWorkload.Infer(model, batch, team);
            Flops = (double)batch * NetworkCost.Forward(model.Graph);
            Bytes = rows + weights;
            return;
        }

        var defaults = BenchDefaults.For(network, model);
        Optimizer optimizer = OptimizerCatalog.All.Create(defaults.Optimizer);
        workload = BenchWorkload.Train(model, batch, team, optimizer, LossCatalog.All.Create(defaults.Loss));
        Flops = (double)batch * NetworkCost.Training(model.Graph);

        // Forward reads the weights; the update reads and writes them and each state, and reads the gradient.
        Bytes = rows + (weights * (4 + (2 * optimizer.StatesPerParameter)));
    }

    public override double Flops { get; }

    public override double Bytes { get; }

    public override void Run() => workload.Run();

    public override void Dispose()
    {
        workload.Dispose();
        model.Dispose();
    }

    private static long Parameters(Graphs.Node node) => node.OwnParameters.Sum(parameter => (long)parameter.Shape.Length);
}
