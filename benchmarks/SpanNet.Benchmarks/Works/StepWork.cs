using SpanNet.Cli.Commands;
using SpanNet.Graphs;
using SpanNet.Inference;
using SpanNet.Kernels.Threading;
using SpanNet.Layers;
using SpanNet.Models;
using SpanNet.Testing;

namespace SpanNet.Benchmarks.Works;

/// <summary>
/// One streaming step of the recurrent layer of a network of the zoo, without its head: from the caller's span to the caller's span, and
/// what it remembers stays in the session.
/// </summary>
internal sealed class StepWork : Work
{
    /// <summary>Inputs that take turns, so that no gate stands still at one value.</summary>
    private const int Turns = 8;

    private readonly Model model;
    private readonly RecurrentSession session;
    private readonly float[][] inputs;
    private readonly float[] outputs;
    private int turn;

    public StepWork(string network, int streams, ThreadTeam team)
    {
        ZooEntry entry = ZooCatalog.Get(network);
        RecurrentLayer layer =
            entry.Build().Nodes.Select(node => node.Layer).OfType<RecurrentLayer>().FirstOrDefault()
            ?? throw new FormatException($"'{network}' has no recurrent layer: there is no step of it.");
        model = new Model(Graph.Sequential(new Shape(1, entry.Input[^1]), layer), seed: 1);
        session = new RecurrentSession(model, streams, team);
        inputs = [.. Enumerable.Range(0, Turns).Select(seed => RandomFloats.Of(streams * session.InputLength, seed))];
        outputs = new float[streams * session.OutputLength];
        Flops = (double)streams * NetworkCost.Forward(model.Graph);
        double floats = session.InputLength + session.OutputLength + (2 * session.StateLength);
        Bytes = sizeof(float) * (model.Parameters.Count + (streams * floats));
    }

    public override double Flops { get; }

    public override double Bytes { get; }

    public override void Run()
    {
        turn = (turn + 1) % Turns;
        session.Step(inputs[turn], outputs);
    }

    public override void Dispose()
    {
        session.Dispose();
        model.Dispose();
    }
}
