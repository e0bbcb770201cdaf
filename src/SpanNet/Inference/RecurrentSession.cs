using SpanNet.Data;
using SpanNet.Graphs;
using SpanNet.Kernels.Threading;
using SpanNet.Models;
using SpanNet.Planning;

namespace SpanNet.Inference;

/// <summary>
/// Runs a recurrent model step by step, allocating nothing. What it remembers between steps is <see cref="State"/>: a caller can keep,
/// copy and restore it, and so have any number of streams over one session. The outputs are bit for bit those that the whole sequence
/// gives. One session serves one caller at a time; any number of sessions share a model's parameters.
/// </summary>
public sealed class RecurrentSession : IDisposable
{
    private readonly ParameterStore parameters;
    private readonly Plan plan;
    private readonly Workspace workspace;
    private readonly ThreadTeam team;
    private readonly float[] state;
    private readonly int[] memories;

    /// <summary>Compiles one step of the model's network for up to <paramref name="maximumStreams"/> streams.</summary>
    /// <param name="model">The model; must outlive the session.</param>
    /// <param name="maximumStreams">Most streams of one call.</param>
    /// <param name="team">The threads; null: the process's team. Small batches never leave the caller's thread.</param>
    /// <exception cref="ArgumentException">
    /// The network has not one input and one output, no recurrent layer, or a layer that needs the whole sequence; or its inputs are scaled.
    /// </exception>
    public RecurrentSession(Model model, int maximumStreams = 1, ThreadTeam? team = null)
    {
        ArgumentNullException.ThrowIfNull(model);
        if (model.Scaling.Kind != ScalingKind.None)
        {
            throw new ArgumentException("The model scales whole sequences: a step alone cannot be scaled.", nameof(model));
        }

        this.team = team ?? ThreadTeam.Shared;
        parameters = model.Parameters.For(StepGraph.Of(model.Graph));
        plan = Plan.Compile(parameters, PlanMode.Inference, maximumStreams);
        workspace = new Workspace(plan);
        memories = [.. plan.Graph.Outputs.Skip(1).Select(node => node.Shape.Length)];
        InputLength = plan.Graph.Inputs[0].Shape.Length;
        OutputLength = plan.Graph.Outputs[0].Shape.Length;
        StateLength = memories.Sum();
        state = new float[checked(maximumStreams * StateLength)];

        // Compiles the kernels now rather than in the first call.
        plan.Forward(workspace, maximumStreams, this.team);
    }

    /// <summary>Floats of one stream's input at one step.</summary>
    public int InputLength { get; }

    /// <summary>Floats of one stream's output at one step.</summary>
    public int OutputLength { get; }

    /// <summary>Floats of one stream's state: of each recurrent layer the hidden states, then the cell states where there are any.</summary>
    public int StateLength { get; }

    /// <summary>[streams, <see cref="StateLength"/>]: what the next step begins with. All 0 at first; may be read and written between steps.</summary>
    public Span<float> State => state;

    /// <summary>One step of each stream; moves <see cref="State"/> on.</summary>
    /// <param name="inputs">[streams, <see cref="InputLength"/>].</param>
    /// <param name="outputs">[streams, <see cref="OutputLength"/>], overwritten.</param>
    /// <exception cref="ArgumentException">The lengths do not fit together, or there are too many streams.</exception>
    public void Step(ReadOnlySpan<float> inputs, Span<float> outputs)
    {
        int streams = inputs.Length / InputLength;
        if (
            streams < 1
            || streams > plan.MaximumBatch
            || inputs.Length != streams * InputLength
            || outputs.Length != streams * OutputLength
        )
        {
            throw new ArgumentException(
                $"A step takes 1 to {plan.MaximumBatch} streams of {InputLength} inputs and {OutputLength} outputs, "
                    + $"got {inputs.Length} and {outputs.Length} floats."
            );
        }

        inputs.CopyTo(workspace.Input());
        int offset = 0;
        for (int net = 0; net < memories.Length; net++)
        {
            int length = memories[net];
            Span<float> before = workspace.Input(1 + net);
            for (int stream = 0; stream < streams; stream++)
            {
                state.AsSpan((stream * StateLength) + offset, length).CopyTo(before[(stream * length)..]);
            }

            offset += length;
        }

        plan.Forward(workspace, streams, team);
        workspace.Output()[..outputs.Length].CopyTo(outputs);
        offset = 0;
        for (int net = 0; net < memories.Length; net++)
        {
            int length = memories[net];
            ReadOnlySpan<float> after = workspace.Output(1 + net);
            for (int stream = 0; stream < streams; stream++)
            {
                after.Slice(stream * length, length).CopyTo(state.AsSpan((stream * StateLength) + offset));
            }

            offset += length;
        }
    }

    /// <summary>Forgets everything: the next step is the first of new sequences.</summary>
    public void Reset() => state.AsSpan().Clear();

    /// <inheritdoc/>
    public void Dispose()
    {
        workspace.Dispose();
        parameters.Dispose();
    }
}
