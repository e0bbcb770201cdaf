using System.Collections.Immutable;
using System.Globalization;
using SpanNet.Data;
using SpanNet.Graphs;
using SpanNet.Kernels.Memory;
using SpanNet.Kernels.Threading;
using SpanNet.Metrics;
using SpanNet.Models;
using SpanNet.Planning;
using SpanNet.Telemetry;

namespace SpanNet.Training;

/// <summary>
/// Trains a model. <see cref="Step(ReadOnlySpan{float}, ReadOnlySpan{float}, ReadOnlySpan{float})"/> is
/// one batch; <see cref="Fit"/> is epochs of such steps until convergence. Both give the same bits, on any number of threads.
/// Allocates nothing inside the loop.
/// </summary>
/// <remarks>
/// Several inputs or outputs: a row of inputs holds all inputs side by side, in the order of <see cref="Graph.Inputs"/>, and a row of targets
/// all targets in the order of <see cref="Graph.Outputs"/>; a <see cref="JoinedDataset"/> gives such rows. Or each is written in its own place,
/// <see cref="Input"/> and <see cref="Target"/>, before <see cref="Step(int, ReadOnlySpan{float})"/>.
/// </remarks>
public sealed class Trainer : IDisposable
{
    /// <summary>Rows evaluated at once; no result depends on it.</summary>
    private const int EvaluationBatch = 256;

    /// <summary>The k of the top-k accuracy.</summary>
    private const int TopK = 3;

    private readonly Model model;
    private readonly ThreadTeam team;
    private readonly Plan plan;
    private readonly Workspace workspace;
    private readonly OutputLosses losses;
    private readonly AlignedBuffer rows;
    private readonly AlignedBuffer targetRows;
    private readonly AlignedBuffer state;
    private readonly StepUpdate update;
    private Evaluator? evaluator;

    /// <summary>Compiles the model's network and reserves all memory that training needs.</summary>
    /// <exception cref="ArgumentException">A loss is named for an output that there is not, a layer to freeze does not exist, or the limit of memory is too small.</exception>
    public Trainer(Model model, TrainerOptions options)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(options);
        this.model = model;
        Options = options;
        team = options.Team ?? ThreadTeam.Shared;
        IReadOnlySet<string> frozen = model.Parameters.Matching(options.Frozen);
        plan = Plan.Compile(model.Parameters, PlanMode.Training, options.BatchSize, frozen, options.MemoryLimit);
        workspace = new Workspace(plan);
        losses = new OutputLosses(model.Graph, options, options.BatchSize);
        rows = new AlignedBuffer(plan.InputRows.Parts == 1 ? 0 : options.BatchSize * plan.InputRows.Length);
        targetRows = new AlignedBuffer(losses.Count == 1 ? 0 : options.BatchSize * TargetLength);
        state = new AlignedBuffer(options.Optimizer.StatesPerParameter * model.Parameters.TrainedLength);
        update = new StepUpdate(options.Optimizer, model.Parameters, plan, state, team);
        LearningRate = options.Optimizer.LearningRate;
        _ = model.Parameters.Gradients; // Reserved now, so that the first step allocates nothing.
    }

    internal Plan Plan => plan;

    internal ThreadTeam Team => team;

    internal Model Model => model;

    /// <summary>The losses in words.</summary>
    internal string LossKinds => losses.Kinds;

    /// <summary>How it learns.</summary>
    public TrainerOptions Options { get; }

    /// <summary>Step size of the next step: the optimizer's own until somebody, a schedule for example, sets another.</summary>
    public float LearningRate { get; set; }

    /// <summary>Steps made so far.</summary>
    public long Steps { get; private set; }

    /// <summary>
    /// Floats of the target of one sample, as the loss wants it; for a sequence of class scores a class for every position; of all targets
    /// where there are several outputs.
    /// </summary>
    public int TargetLength => losses.TargetRows.Length;

    /// <summary>Outputs of the last step, before its update: as many rows as the batch size of the options.</summary>
    public ReadOnlySpan<float> Output => workspace.Output();

    /// <summary>The mean loss of each output in the last step, without its weight.</summary>
    public ReadOnlySpan<double> OutputLosses => losses.Means;

    /// <summary>Where input number <paramref name="i"/> of a batch is written before <see cref="Step(int, ReadOnlySpan{float})"/>; lost in the step.</summary>
    public Span<float> Input(int i) => workspace.Input(i);

    /// <summary>Where the targets of output number <paramref name="i"/> are written before <see cref="Step(int, ReadOnlySpan{float})"/>.</summary>
    public Span<float> Target(int i) => losses.Target(i);

    /// <summary>Output number <paramref name="i"/> of the last step, as <see cref="Output"/>.</summary>
    public ReadOnlySpan<float> OutputOf(int i) => workspace.Output(i);

    /// <summary>Learns from one batch: forward, loss, backward, update.</summary>
    /// <param name="inputs">[batch, inputs].</param>
    /// <param name="targets">[batch, <see cref="TargetLength"/>]; at most as many rows as the batch size of the options.</param>
    /// <param name="sampleWeights">One weight per row, for a sequence of class scores one per position; or empty: all 1.</param>
    /// <returns>The mean loss before the update.</returns>
    /// <exception cref="ArgumentException">The lengths do not fit together.</exception>
    /// <exception cref="NonFiniteLossException">The loss is not finite; no weight was changed.</exception>
    public double Step(ReadOnlySpan<float> inputs, ReadOnlySpan<float> targets, ReadOnlySpan<float> sampleWeights = default)
    {
        var none = default(NoMarks);
        return Step(inputs, targets, sampleWeights, ref none);
    }

    /// <summary>Learns from the batch that stands in <see cref="Input"/> and <see cref="Target"/>.</summary>
    /// <param name="batch">Number of rows, 1 to the batch size of the options.</param>
    /// <param name="sampleWeights">One weight per row, or empty: all 1.</param>
    /// <returns>The mean loss before the update: the weighted sum over the outputs.</returns>
    /// <exception cref="ArgumentException">The lengths do not fit together.</exception>
    /// <exception cref="NonFiniteLossException">The loss is not finite; no weight was changed.</exception>
    public double Step(int batch, ReadOnlySpan<float> sampleWeights = default)
    {
        if (batch < 1 || batch > Options.BatchSize)
        {
            throw new ArgumentOutOfRangeException(nameof(batch), batch, $"A step takes 1 to {Options.BatchSize} rows.");
        }

        var none = default(NoMarks);
        return Step(batch, default, sampleWeights, ref none);
    }

    /// <summary>The same, with a mark after each part: batch at hand, every layer forward, loss, every layer backward, update.</summary>
    internal double Step<TMarks>(
        ReadOnlySpan<float> inputs,
        ReadOnlySpan<float> targets,
        ReadOnlySpan<float> sampleWeights,
        ref TMarks marks
    )
        where TMarks : struct, IMarks, allows ref struct
    {
        int batch = targets.Length / TargetLength;
        int inputLength = plan.InputRows.Length;
        if (batch < 1 || batch > Options.BatchSize || targets.Length != batch * TargetLength || inputs.Length != batch * inputLength)
        {
            throw new ArgumentException(
                $"A step takes 1 to {Options.BatchSize} rows of {inputLength} inputs and {TargetLength} targets, "
                    + $"got {inputs.Length} and {targets.Length} floats."
            );
        }

        ReadOnlySpan<float> borrowed = inputs;
        if (!plan.BorrowsInput)
        {
            borrowed = default;
            workspace.WriteInputs(inputs);
        }

        losses.WriteTargets(targets);
        marks.Mark();
        return Step(batch, borrowed, sampleWeights, ref marks);
    }

    /// <summary>Trains on <paramref name="train"/> until an end that <paramref name="options"/> names; the best weights stay in the model.</summary>
    /// <param name="train">Samples to learn from.</param>
    /// <param name="validation">Samples that decide which weights are best and when to stop; null: the training loss decides.</param>
    /// <param name="options">When to end, what changes the batches, and whether weights are averaged.</param>
    /// <param name="progress">Told some times a second where the run stands, on this thread.</param>
    /// <param name="cancellation">Ends the run within a step; the model keeps the best weights so far.</param>
    /// <exception cref="ArgumentException">The data does not fit the network or the changes, or is empty, or there are no epochs.</exception>
    public FitResult Fit(
        Dataset train,
        Dataset? validation,
        FitOptions options,
        IProgress<TrainingProgress>? progress = null,
        CancellationToken cancellation = default
    )
    {
        CheckFits(train);
        ArgumentNullException.ThrowIfNull(options);
        ArgumentOutOfRangeException.ThrowIfLessThan(options.Epochs, 1);
        if (train.Count == 0)
        {
            throw new ArgumentException($"{train.Name}: there are no samples to train on.", nameof(train));
        }

        if (validation is not null)
        {
            CheckFits(validation);
        }

        using var best = new BestWeights(model.Parameters, options.MinimumDelta);
        using WeightAverage? average = options.AverageDecay is float decay ? new WeightAverage(model.Parameters, decay) : null;
        var loader = new DataLoader(train, Options.BatchSize, shuffle: true, Options.Seed, options.Changes);
        var books = new FitBooks(train.Count, options, team, progress, losses, MetricsOf(train));
        StopReason? end = null;
        NonFiniteLossException? failure = null;
        try
        {
            for (int epoch = 0; end is null; epoch++)
            {
                loader.Reset(epoch);
                RunEpoch(loader, average, books, cancellation);
                average?.Swap();
                Evaluation? evaluation = validation is { Count: > 0 } ? Evaluate(validation) : null;
                end = books.EndEpoch(evaluation, best);
                average?.Swap();
            }
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            end = StopReason.Cancelled;
        }
        catch (NonFiniteLossException exception)
        {
            end = StopReason.NonFiniteLoss;
            failure = exception;
        }
        finally
        {
            average?.Swap();
            best.Restore(keepUnfinishedEpoch: end == StopReason.Cancelled);
        }

        return books.ToResult(end.Value, failure, best.Epoch, Steps);
    }

    /// <summary>Loss and metrics of the model on <paramref name="data"/>, without training.</summary>
    /// <exception cref="ArgumentException">The data does not fit the network.</exception>
    public Evaluation Evaluate(Dataset data)
    {
        CheckFits(data);
        evaluator ??= new Evaluator(model, Options, EvaluationBatch);
        return evaluator.Evaluate(data, MetricsOf(data).AsSpan());
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        workspace.Dispose();
        losses.Dispose();
        rows.Dispose();
        targetRows.Dispose();
        state.Dispose();
        evaluator?.Dispose();
    }

    private void RunEpoch(DataLoader loader, WeightAverage? average, FitBooks books, CancellationToken cancellation)
    {
        books.BeginEpoch();
        var none = default(NoMarks);
        int batch;
        while ((batch = NextBatch(loader)) > 0)
        {
            cancellation.ThrowIfCancellationRequested();
            Step(batch, default, default, ref none);
            average?.Update();
            books.Add(workspace, batch);
        }

        books.EndLoop();
    }

    /// <summary>The next rows of the data into the workspace: straight where there is one input, one output; else part by part.</summary>
    private int NextBatch(DataLoader loader)
    {
        Span<float> inputs = plan.InputRows.Parts == 1 ? workspace.Input() : rows.Span;
        Span<float> targets = losses.Count == 1 ? losses.Target(0) : targetRows.Span;
        int batch = loader.Next(inputs, targets);
        if (plan.InputRows.Parts > 1)
        {
            workspace.WriteInputs(inputs[..(batch * plan.InputRows.Length)]);
        }

        if (losses.Count > 1)
        {
            losses.WriteTargets(targets[..(batch * TargetLength)]);
        }

        return batch;
    }

    /// <summary>One batch that stands in the workspace already, or whose inputs are borrowed: the whole of learning in four lines.</summary>
    private double Step<TMarks>(int batch, ReadOnlySpan<float> borrowed, ReadOnlySpan<float> sampleWeights, ref TMarks marks)
        where TMarks : struct, IMarks, allows ref struct
    {
        Steps++;
        long started = TrainTelemetry.Start(Steps, batch);
        plan.Forward(workspace, batch, team, Options.Seed, Steps, borrowed, ref marks);
        double loss = Loss(batch, borrowed, sampleWeights);
        marks.Mark();
        update.Begin(Steps, LearningRate, batch);
        plan.Backward(workspace, batch, team, Options.Seed, Steps, borrowed, update.Receiver, ref marks);
        update.End();
        marks.Mark();
        TrainTelemetry.Stop(started, Steps, batch);
        return loss;
    }

    private double Loss(int batch, ReadOnlySpan<float> borrowed, ReadOnlySpan<float> sampleWeights)
    {
        double loss = losses.Evaluate(workspace, batch, sampleWeights, withGradients: true);
        if (!double.IsFinite(loss))
        {
            string? layer = plan.FindNonFinite(workspace, batch, team, Options.Seed, Steps, borrowed);
            throw new NonFiniteLossException(Steps, loss, layer);
        }

        return loss;
    }

    private void CheckFits(Dataset data)
    {
        ArgumentNullException.ThrowIfNull(data);
        int inputLength = plan.InputRows.Length;
        if (data.InputLength != inputLength || data.TargetLength != TargetLength)
        {
            throw new ArgumentException(
                $"{data.Name}: the network takes {Text(inputLength, plan.InputRows)} inputs and the loss {Text(TargetLength, losses.TargetRows)} targets per sample, "
                    + $"but the data has {data.InputLength} and {data.TargetLength}.",
                nameof(data)
            );
        }

        int classes = losses.RowsOf(0).Length;
        if (data.ClassNames is not null && classes > 1 && data.ClassNames.Count != classes)
        {
            throw new ArgumentException(
                $"{data.Name}: the network has {classes} outputs, but the data has {data.ClassNames.Count} classes.",
                nameof(data)
            );
        }
    }

    private static string Text(int length, RowLayout layout) =>
        layout.Parts == 1
            ? length.ToString(CultureInfo.InvariantCulture)
            : $"{string.Join(" + ", Enumerable.Range(0, layout.Parts).Select(layout.LengthOf))}";

    private ImmutableArray<Metric> MetricsOf(Dataset data) => [.. Enumerable.Range(0, losses.Count).Select(i => MetricOf(data, i))];

    private Metric MetricOf(Dataset data, int output)
    {
        int outputLength = model.Graph.Outputs[output].Shape.Length;
        if (data.ClassNames is null && !losses.HasClasses(output))
        {
            return new RegressionMetrics(outputLength);
        }

        int classes = Math.Max(2, losses.RowsOf(output).Length);
        return new ClassificationMetrics(classes, Math.Min(TopK, classes));
    }
}
