using SpanNet.Graphs;
using SpanNet.Kernels.Threading;
using SpanNet.Layers;
using SpanNet.Planning;
using SpanNet.Reference.Layers;
using SpanNet.Testing.Cases;

namespace SpanNet.Testing;

/// <summary>
/// A graph with random parameters, compiled and ready to run, and the same network in double. The memory is filled with
/// <see cref="Garbage"/> before every forward pass: who reads what was not written, shows it.
/// </summary>
public sealed class NetworkRun : IDisposable
{
    /// <summary>Seed of the dropout masks.</summary>
    public const ulong Seed = 5;

    /// <summary>Training step of the dropout masks.</summary>
    public const long Step = 3;

    private readonly ThreadTeam team;
    private readonly Workspace workspace;
    private readonly bool[] isLength;

    public NetworkRun(
        Graph graph,
        int maximumBatch,
        PlanMode mode = PlanMode.Training,
        ThreadTeam? team = null,
        IReadOnlySet<string>? frozen = null,
        long? memoryLimit = null
    )
    {
        this.team = team ?? ThreadTeam.Single;
        Graph = graph;
        Store = new ParameterStore(graph);
        var random = new Random(11);
        foreach (Parameter parameter in Store.Parameters)
        {
            float[] values = RandomFloats.Of(parameter.Spec.Shape.Length, random, 0.7f);
            // Running variances are positive.
            Store.Import(parameter, parameter.Spec.IsTrained ? values : [.. values.Select(value => value + 1f)]);
        }

        Plan = Plan.Compile(Store, mode, maximumBatch, frozen, memoryLimit);
        workspace = new Workspace(Plan);
        isLength = new bool[graph.Inputs.Length];
        isLength[^1] = graph.Nodes.Any(node => node.Layer is RecurrentLayer { HasLengths: true });
    }

    public Graph Graph { get; }

    public ParameterStore Store { get; }

    public Plan Plan { get; }

    /// <summary>What the memory holds before a forward pass.</summary>
    public float Garbage { get; init; } = float.NaN;

    /// <summary>All parameters in canonical layout, in double.</summary>
    public double[][] Parameters => [.. Store.Parameters.Select(parameter => Wide(Exported(parameter)))];

    /// <summary>Random inputs for a batch: indices when there is an embedding, lengths where sequences have them.</summary>
    public float[][] RandomInputs(int batch, int seed)
    {
        float[][] inputs = RandomFor(Graph.Inputs, batch, seed);
        RecurrentCases.SetLengths(Graph, inputs);
        return Graph.Nodes.Select(node => node.Layer).OfType<Embedding>().FirstOrDefault() is Embedding embedding
            ? [.. inputs.Select(input => input.Select(value => MathF.Floor(MathF.Abs(value) / 1.5f * embedding.Count)).ToArray())]
            : inputs;
    }

    /// <summary>Random gradients of all outputs for a batch.</summary>
    public float[][] RandomOutputGradients(int batch, int seed) => RandomFor(Graph.Outputs, batch, seed);

    /// <summary>The outputs for these inputs.</summary>
    public float[][] Forward(int batch, float[][] inputs)
    {
        workspace.Arena.Fill(Garbage);
        for (int i = 0; i < inputs.Length; i++)
        {
            inputs[i].CopyTo(workspace.Input(i));
        }

        Plan.Forward(workspace, batch, team, Seed, Step);
        return [.. Graph.Outputs.Select((node, i) => workspace.Output(i)[..(batch * node.Shape.Length)].ToArray())];
    }

    /// <summary>All parameter gradients, in canonical layout, after the forward pass before; 0 for parameters that are not trained.</summary>
    public float[][] Backward(int batch, float[][] outputGradients)
    {
        for (int i = 0; i < outputGradients.Length; i++)
        {
            outputGradients[i].CopyTo(workspace.OutputGradient(i));
        }

        Plan.Backward(workspace, batch, team, Seed, Step);
        return
        [
            .. Store.Parameters.Select(parameter =>
            {
                float[] gradient = new float[parameter.Spec.Shape.Length];
                if (parameter.Spec.IsTrained)
                {
                    Store.ExportGradient(parameter, gradient);
                }

                return gradient;
            }),
        ];
    }

    /// <summary>Forward and backward on inputs of 0, which are indices too, or of 1, which are lengths; allocates nothing here.</summary>
    public void RunAgain(int batch)
    {
        for (int i = 0; i < Graph.Inputs.Length; i++)
        {
            workspace.Input(i).Fill(isLength[i] ? 1f : 0f);
        }

        Plan.Forward(workspace, batch, team, Seed, Step);
        if (Plan.Mode == PlanMode.Training)
        {
            Plan.Backward(workspace, batch, team, Seed, Step);
        }
    }

    /// <summary>The same network in double.</summary>
    public ReferenceNetwork Reference(int batch)
    {
        Dictionary<Node, int> number = Graph.Nodes.Select((node, i) => (node, i)).ToDictionary();
        Dictionary<string, int> parameters = Store.Parameters.Select((parameter, i) => (parameter.Name, i)).ToDictionary();
        int[] ParametersOf(Node node) =>
            [.. node.Layer!.Parameters(node.InputShapes.AsSpan()).Select(spec => parameters[$"{node.Owner.Name}.{spec.Name}"])];
        return new ReferenceNetwork(
            [
                .. Graph.Nodes.Select(node =>
                    node.Layer is null
                        ? new ReferenceNode(null, [], [])
                        : new ReferenceNode(
                            LayerReferences.Of(node, Plan.Mode, batch),
                            [.. node.Inputs.Select(i => number[i])],
                            ParametersOf(node)
                        )
                ),
            ],
            [.. Graph.Inputs.Select(node => number[node])],
            [.. Graph.Outputs.Select(node => number[node])]
        );
    }

    public void Dispose()
    {
        workspace.Dispose();
        Store.Dispose();
    }

    /// <summary>The same numbers in double.</summary>
    public static double[] Wide(float[] values) => [.. values.Select(value => (double)value)];

    private static float[][] RandomFor(IEnumerable<Node> nodes, int batch, int seed)
    {
        var random = new Random(seed);
        return [.. nodes.Select(node => RandomFloats.Of(batch * node.Shape.Length, random, 1.5f))];
    }

    private float[] Exported(Parameter parameter)
    {
        float[] values = new float[parameter.Spec.Shape.Length];
        Store.Export(parameter, values);
        return values;
    }
}
