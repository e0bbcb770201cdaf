using SpanNet.Graphs;

namespace SpanNet.Planning;

/// <summary>A plan in the making, handed from pass to pass: its steps so far and the values between them.</summary>
internal sealed class PlanDraft
{
    private readonly IReadOnlySet<string> frozen;

    /// <summary>One step for each layer that changes something.</summary>
    /// <exception cref="ArgumentException">A frozen name is no parameter's, or a value is to be trained as two outputs.</exception>
    public PlanDraft(ParameterStore store, PlanMode mode, int batch, IReadOnlySet<string> frozen)
    {
        if (frozen.FirstOrDefault(name => store.Parameters.All(parameter => parameter.Name != name)) is string unknown)
        {
            throw new ArgumentException($"There is no parameter '{unknown}' to freeze.", nameof(frozen));
        }

        Store = store;
        Mode = mode;
        Batch = batch;
        this.frozen = frozen;
        foreach (Node node in Graph.Nodes)
        {
            Add(node);
        }

        foreach (Node output in Graph.Outputs)
        {
            if (Values[output].IsOutput && mode == PlanMode.Training)
            {
                throw new ArgumentException(
                    $"Output '{output.Name}' is the same value as another output: its gradient would overwrite the other's. Train with one of them."
                );
            }

            Values[output].IsOutput = true;
        }
    }

    public ParameterStore Store { get; }

    public Graph Graph => Store.Graph;

    public PlanMode Mode { get; }

    public int Batch { get; }

    /// <summary>The steps in the order in which they run forward.</summary>
    public List<StepDraft> Steps { get; } = [];

    /// <summary>The value of every node; several nodes have one where layers change nothing.</summary>
    public Dictionary<Node, ValueDraft> Values { get; } = [];

    public bool IsTrained(Parameter parameter) => Mode == PlanMode.Training && parameter.Spec.IsTrained && !IsFrozen(parameter);

    public bool IsFrozen(Parameter parameter) => frozen.Contains(parameter.Name);

    /// <summary>A layer that changes nothing has its input's value: both names mean one buffer, and one gradient.</summary>
    private void Add(Node node)
    {
        if (node.Layer is not null && node.Layer.IsIdentity(Mode))
        {
            Values[node] = Values[node.Inputs[0]];
            return;
        }

        var value = new ValueDraft(node.Shape.Length);
        Values[node] = value;
        if (node.Layer is not null)
        {
            ValueDraft[] inputs = [.. node.Inputs.Select(input => Values[input])];
            var parameters = node.Layer.Parameters(node.InputShapes.AsSpan()).Select(spec => Store.Find(node, spec.Name));
            Steps.Add(new StepDraft(node, node.Layer, inputs, value, [.. parameters]));
        }
    }
}
