using SpanNet.Data;
using SpanNet.Graphs;
using SpanNet.Kernels.Memory;
using SpanNet.Kernels.Threading;
using SpanNet.Losses;
using SpanNet.Metrics;
using SpanNet.Models;
using SpanNet.Planning;
using SpanNet.Telemetry;

namespace SpanNet.Training;

/// <summary>
/// Trains a model with one input and one output. <see cref="Step(ReadOnlySpan{float}, ReadOnlySpan{float}, ReadOnlySpan{float})"/> is
/// one batch; <see cref="Fit"/> is epochs of such steps until convergence. Both give the same bits, on any number of threads.
/// Allocates nothing inside the loop.
/// </summary>
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
    private readonly AlignedBuffer targets;
    private readonly AlignedBuffer state;
    private readonly StepUpdate update;
    private readonly int inputLength;
    private readonly int outputLength;
    private readonly OutputRows rows;
    private Evaluator? evaluator;

    /// <summary>Compiles the model's network and reserves all memory that training needs.</summary>
    /// <exception cref="ArgumentException">The network has not exactly one input and one output.</exception>
    public Trainer(Model model, TrainerOptions options)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(options);
        (inputLength, outputLength) = model.Graph.SingleLengths();
        this.model = model;
        Options = options;
        team = options.Team ?? ThreadTeam.Shared;
        plan = Plan.Compile(model.Parameters, PlanMode.Training, options.BatchSize);
        workspace = new Workspace(plan);
        rows = OutputRows.Of(options.Loss, model.Graph.Outputs[0].Shape);
        TargetLength = rows.TargetLength(options.Loss);
        targets = new AlignedBuffer(options.BatchSize * TargetLength);
        state = new AlignedBuffer(options.Optimizer.StatesPerParameter * model.Parameters.TrainedLength);
        update = new StepUpdate(options.Optimizer, model.Parameters, state, team);
        LearningRate = options.Optimizer.LearningRate;
        _ = model.Parameters.Gradients; // Reserved now, so that the first step allocates nothing.
    }

    internal Plan Plan => plan;

    internal Model Model => model;

    /// <summary>How it learns.</summary>
    public TrainerOptions Options { get; }

    /// <summary>Step size of the next step: the optimizer's own until somebody, a schedule for example, sets another.</summary>
    public float LearningRate { get; set; }

    /// <summary>Steps made so far.</summary>
    public long Steps { get; private set; }

    /// <summary>Floats of the target of one sample, as the loss wants it; for a sequence of class scores a class for every position.</summary>
    public int TargetLength { get; }

    /// <summary>Outputs of the last step, before its update: as many rows as the batch size of the options.</summary>
    public ReadOnlySpan<float> Output => workspace.Output();

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
            inputs.CopyTo(workspace.Input());
        }

        targets.CopyTo(this.targets.Span);
        marks.Mark();
        return Step(batch, borrowed, sampleWeights, ref marks).Mean;
    }

    /// <summary>Trains on <paramref name="train"/> until an end that <paramref name="options"/> names; the best weights stay in the model.</summary>
    /// <param name="train">Samples to learn from.</param>
    /// <param name="validation">Samples that decide which weights are best and when to stop; null: the training loss decides.</param>
    /// <param name="options">When to end.</param>
    /// <param name="progress">Told some times a second where the run stands, on this thread.</param>
    /// <param name="cancellation">Ends the run within a step; the model keeps the best weights so far.</param>
    /// <exception cref="ArgumentException">The data does not fit the network or is empty, or there are no epochs.</exception>
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
        var loader = new DataLoader(train, Options.BatchSize, shuffle: true, Options.Seed);
        var books = new FitBooks(train.Count, options, progress, MetricOf(train));
        StopReason? end = null;
        NonFiniteLossException? failure = null;
        try
        {
            for (int epoch = 0; end is null; epoch++)
            {
                loader.Reset(epoch);
                LossSum loss = RunEpoch(loader, books, cancellation);
                Evaluation? evaluation = validation is { Count: > 0 } ? Evaluate(validation) : null;
                end = books.EndEpoch(loss.Mean, evaluation, best);
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
            best.Restore(keepUnfinishedEpoch: end == StopReason.Cancelled);
        }

        return books.ToResult(end.Value, failure, best.Epoch, Steps);
    }

    /// <summary>Loss and metrics of the model on <paramref name="data"/>, without training.</summary>
    /// <exception cref="ArgumentException">The data does not fit the network.</exception>
    public Evaluation Evaluate(Dataset data)
    {
        CheckFits(data);
        evaluator ??= new Evaluator(model, Options.Loss.ForEvaluation, EvaluationBatch, team);
        return evaluator.Evaluate(data, MetricOf(data));
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        workspace.Dispose();
        targets.Dispose();
        state.Dispose();
        evaluator?.Dispose();
    }

    private LossSum RunEpoch(DataLoader loader, FitBooks books, CancellationToken cancellation)
    {
        var sum = new LossSum(0, 0);
        books.BeginEpoch();
        var none = default(NoMarks);
        int batch;
        while ((batch = loader.Next(workspace.Input(), targets.Span)) > 0)
        {
            cancellation.ThrowIfCancellationRequested();
            sum += Step(batch, default, default, ref none);
            books.Add(workspace.Output()[..(batch * outputLength)], targets.Span[..(batch * TargetLength)], batch, rows.Count);
        }

        books.EndLoop();
        return sum;
    }

    /// <summary>One batch that stands in the workspace already, or whose inputs are borrowed: the whole of learning in four lines.</summary>
    private LossSum Step<TMarks>(int batch, ReadOnlySpan<float> borrowed, ReadOnlySpan<float> sampleWeights, ref TMarks marks)
        where TMarks : struct, IMarks, allows ref struct
    {
        Steps++;
        long started = TrainTelemetry.Start(Steps, batch);
        plan.Forward(workspace, batch, team, Options.Seed, Steps, borrowed, ref marks);
        LossSum loss = Loss(batch, borrowed, sampleWeights);
        marks.Mark();
        update.Begin(Steps, LearningRate, batch);
        plan.Backward(workspace, batch, team, Options.Seed, Steps, borrowed, update.Receiver, ref marks);
        update.End(plan);
        marks.Mark();
        TrainTelemetry.Stop(started, Steps, batch);
        return loss;
    }

    private LossSum Loss(int batch, ReadOnlySpan<float> borrowed, ReadOnlySpan<float> sampleWeights)
    {
        int outputs = batch * outputLength;
        LossSum loss = Options.Loss.Evaluate(
            workspace.Output()[..outputs],
            targets.Span[..(batch * TargetLength)],
            sampleWeights,
            workspace.OutputGradient()[..outputs],
            batch * rows.Count
        );
        if (!double.IsFinite(loss.Mean))
        {
            string? layer = plan.FindNonFinite(workspace, batch, team, Options.Seed, Steps, borrowed);
            throw new NonFiniteLossException(Steps, loss.Mean, layer);
        }

        return loss;
    }

    private void CheckFits(Dataset data)
    {
        ArgumentNullException.ThrowIfNull(data);
        if (data.InputLength != inputLength || data.TargetLength != TargetLength)
        {
            throw new ArgumentException(
                $"{data.Name}: the network takes {inputLength} inputs and the loss {TargetLength} targets per sample, "
                    + $"but the data has {data.InputLength} and {data.TargetLength}.",
                nameof(data)
            );
        }

        if (data.ClassNames is not null && rows.Length > 1 && data.ClassNames.Count != rows.Length)
        {
            throw new ArgumentException(
                $"{data.Name}: the network has {rows.Length} outputs, but the data has {data.ClassNames.Count} classes.",
                nameof(data)
            );
        }
    }

    private Metric MetricOf(Dataset data)
    {
        if (data.ClassNames is null)
        {
            return new RegressionMetrics(outputLength);
        }

        int classes = Math.Max(2, rows.Length);
        return new ClassificationMetrics(classes, Math.Min(TopK, classes));
    }
}
