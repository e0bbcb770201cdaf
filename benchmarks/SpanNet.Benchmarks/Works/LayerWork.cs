using SpanNet.Cli.Commands;
using SpanNet.Graphs;
using SpanNet.Testing;
using SpanNet.Testing.Cases;

namespace SpanNet.Benchmarks.Works;

/// <summary>A layer alone: forward as at inference, or forward and backward as in training (with the copies that its probes take).</summary>
internal sealed class LayerWork : Work
{
    private readonly NetworkRun run;
    private readonly int batch;

    public LayerWork(LayerCase item, PlanMode mode, int batch)
    {
        this.batch = batch;
        Graph graph = item.Network(batch).Graph;
        run = new NetworkRun(graph, batch, mode);
        float[][] gradients = run.RandomOutputGradients(batch, 2);
        run.Forward(batch, run.RandomInputs(batch, 1));
        long floats = graph.Inputs.Concat(graph.Outputs).Sum(node => (long)node.Shape.Length) * batch;
        long parameters = run.Parameters.Sum(values => values.LongLength);
        int directions = 1;
        Flops = batch * NetworkCost.Forward(graph);
        if (mode == PlanMode.Training)
        {
            directions = 2;
            run.Backward(batch, gradients);
            Flops = batch * NetworkCost.Training(graph);
        }

        Bytes = sizeof(float) * directions * (floats + parameters);
    }

    public override double Flops { get; }

    public override double Bytes { get; }

    public override void Run() => run.RunAgain(batch);

    public override void Dispose() => run.Dispose();
}
