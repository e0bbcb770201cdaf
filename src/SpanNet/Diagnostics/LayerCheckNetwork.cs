using SpanNet.Graphs;
using SpanNet.Initializers;
using SpanNet.Kernels.RandomNumbers;
using SpanNet.Kernels.Threading;
using SpanNet.Layers;
using SpanNet.Planning;

namespace SpanNet.Diagnostics;

/// <summary>
/// A layer in a small network with random parameters, inputs and upstream gradients r: f = Σ r·y. Alone, or applied twice to the same inputs
/// with the same parameters and added up, so that every gradient has two writers, of which the second must add.
/// </summary>
internal sealed class LayerCheckNetwork : IDisposable
{
    private const float Range = 1.5f;

    private readonly Plan plan;
    private readonly Workspace workspace;
    private readonly GradientProbe[] probes;
    private readonly float[] upstream;
    private readonly int batch;
    private readonly ulong seed;

    public LayerCheckNetwork(Layer layer, Shape[] shapes, int batch, ulong seed, IReadOnlyList<float[]>? values, bool isTwice)
    {
        this.batch = batch;
        this.seed = seed;
        var builder = new GraphBuilder();

        // One sample more than is run: an operator that relies on the largest batch shows it.
        probes = [.. shapes.Select(shape => new GradientProbe(new float[(batch + 1) * shape.Length]))];
        Node[] x = [.. shapes.Select((shape, i) => builder.Add(probes[i], builder.Input(shape)))];
        Node y = builder.Add(layer with { Name = "layer" }, x);
        Graph graph = builder.Build(isTwice ? builder.Add(new Sum(), y, builder.Share(y, x)) : y);
        Store = new ParameterStore(graph);
        Store.Initialize(seed);
        foreach (Parameter parameter in Parameters)
        {
            Store.Import(parameter, Random(parameter.Name, parameter.Spec.Shape.Length));
        }

        Inputs = values is null
            ? [.. shapes.Select((shape, i) => Random($"input {i}", batch * shape.Length))]
            : [.. values.Select(value => value.ToArray())];
        upstream = Random("upstream", batch * graph.Outputs[0].Shape.Length);
        plan = Plan.Compile(Store, PlanMode.Training, batch + 1);
        workspace = new Workspace(plan);
    }

    public ParameterStore Store { get; }

    public float[][] Inputs { get; }

    /// <summary>The layer's parameters that have gradients.</summary>
    public IEnumerable<Parameter> Parameters =>
        Store.Parameters.Where(parameter => parameter.Spec.IsTrained && parameter.Spec.Name != GradientProbe.Unused);

    /// <summary>The outputs of the last forward pass.</summary>
    public ReadOnlySpan<float> Output => workspace.Output()[..upstream.Length];

    /// <summary>The gradient by an input after a backward pass.</summary>
    public float[] InputGradient(int i) => probes[i].Gradient[..Inputs[i].Length];

    /// <summary>The gradient by a parameter after a backward pass, in its canonical layout.</summary>
    public float[] ParameterGradient(Parameter parameter)
    {
        float[] gradient = new float[parameter.Spec.Shape.Length];
        Store.ExportGradient(parameter, gradient);
        return gradient;
    }

    /// <summary>The forward pass; memory holds no number before, so that whoever reads what was not written shows it.</summary>
    public double Forward(ThreadTeam team)
    {
        workspace.Arena.Fill(float.NaN);
        Compute(team);
        double f = 0;
        for (int i = 0; i < upstream.Length; i++)
        {
            f += (double)upstream[i] * Output[i];
        }

        return f;
    }

    /// <summary>Forward and backward.</summary>
    public void Run(ThreadTeam team)
    {
        Compute(team);
        upstream.CopyTo(workspace.OutputGradient());
        plan.Backward(workspace, batch, team, seed, 1);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        workspace.Dispose();
        Store.Dispose();
    }

    private void Compute(ThreadTeam team)
    {
        for (int i = 0; i < Inputs.Length; i++)
        {
            Inputs[i].CopyTo(workspace.Input(i));
        }

        plan.Forward(workspace, batch, team, seed, 1);
    }

    private float[] Random(string what, int length)
    {
        float[] values = new float[length];
        new Uniform(-Range, Range).Fill(values, new Fans(1, 1), RandomStream.For(seed, $"check/{what}"));
        return values;
    }
}
