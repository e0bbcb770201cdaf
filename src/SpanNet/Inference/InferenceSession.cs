using SpanNet.Data;
using SpanNet.Graphs;
using SpanNet.Kernels.Softmax;
using SpanNet.Kernels.Threading;
using SpanNet.Models;
using SpanNet.Planning;
using SpanNet.Telemetry;

namespace SpanNet.Inference;

/// <summary>
/// Runs a model on new data, from the caller's span into the caller's span, allocating nothing. One session serves one caller at a
/// time; any number of sessions share a model's parameters.
/// </summary>
public sealed class InferenceSession : IDisposable
{
    private readonly Model model;
    private readonly Plan plan;
    private readonly Workspace workspace;
    private readonly ThreadTeam team;
    private readonly int classes;

    /// <summary>Compiles the model's network for batches of up to <paramref name="maximumBatch"/> rows.</summary>
    /// <param name="model">The model; must outlive the session.</param>
    /// <param name="maximumBatch">Most rows of one call.</param>
    /// <param name="team">The threads; null: the process's team. Small batches never leave the caller's thread.</param>
    /// <exception cref="ArgumentException">The network has not exactly one input and one output.</exception>
    public InferenceSession(Model model, int maximumBatch = 1, ThreadTeam? team = null)
    {
        ArgumentNullException.ThrowIfNull(model);
        (InputLength, OutputLength) = model.Graph.SingleLengths();
        this.model = model;
        Shape output = model.Graph.Outputs[0].Shape;
        classes = output.Rank == 0 ? 1 : output[^1];
        this.team = team ?? ThreadTeam.Shared;
        plan = Plan.Compile(model.Parameters, PlanMode.Inference, maximumBatch);
        workspace = new Workspace(plan);

        // Compiles the kernels now rather than in the first call.
        plan.Forward(workspace, maximumBatch, this.team);
    }

    internal Plan Plan => plan;

    /// <summary>Floats of one input row.</summary>
    public int InputLength { get; }

    /// <summary>Whether inputs are copied, to be scaled for example; if not, the network reads them where the caller has them.</summary>
    internal bool CopiesInput => !plan.BorrowsInput || model.Scaling.Kind != ScalingKind.None;

    /// <summary>Floats of one output row.</summary>
    public int OutputLength { get; }

    /// <summary>The network's outputs (logits, for a classifier trained with cross-entropy) for each row of <paramref name="inputs"/>.</summary>
    /// <param name="inputs">[rows, <see cref="InputLength"/>], raw: the model's own scaling is applied here.</param>
    /// <param name="outputs">[rows, <see cref="OutputLength"/>], overwritten.</param>
    /// <exception cref="ArgumentException">The lengths do not fit together, or there are too many rows.</exception>
    public void Run(ReadOnlySpan<float> inputs, Span<float> outputs)
    {
        var none = default(NoMarks);
        Run(inputs, outputs, ref none);
    }

    /// <summary>The same, with a mark after each part: inputs at hand, every layer, outputs handed over.</summary>
    internal void Run<TMarks>(ReadOnlySpan<float> inputs, Span<float> outputs, ref TMarks marks)
        where TMarks : struct, IMarks, allows ref struct
    {
        int rows = inputs.Length / InputLength;
        if (rows < 1 || rows > plan.MaximumBatch || inputs.Length != rows * InputLength || outputs.Length != rows * OutputLength)
        {
            throw new ArgumentException(
                $"A call takes 1 to {plan.MaximumBatch} rows of {InputLength} inputs and {OutputLength} outputs, "
                    + $"got {inputs.Length} and {outputs.Length} floats."
            );
        }

        long started = PredictTelemetry.Start(rows);
        ReadOnlySpan<float> borrowed = inputs;
        if (CopiesInput)
        {
            borrowed = default;
            Span<float> input = workspace.Input()[..inputs.Length];
            inputs.CopyTo(input);
            model.Scaling.Apply(input);
        }

        marks.Mark();
        plan.Forward(workspace, rows, team, 0, 0, borrowed, ref marks);
        workspace.Output()[..outputs.Length].CopyTo(outputs);
        marks.Mark();
        PredictTelemetry.Stop(started, rows);
    }

    /// <summary>As <see cref="Run"/>, with the outputs turned into probabilities by softmax: all of a sample, of a sequence each position.</summary>
    /// <exception cref="ArgumentException">The lengths do not fit together, or there are too many rows.</exception>
    public void Classify(ReadOnlySpan<float> inputs, Span<float> probabilities)
    {
        Run(inputs, probabilities);
        RowSoftmax.Forward(probabilities, probabilities, classes);
    }

    /// <inheritdoc/>
    public void Dispose() => workspace.Dispose();
}
