using SpanNet.Data;
using SpanNet.Graphs;
using SpanNet.Kernels.Memory;
using SpanNet.Kernels.Threading;
using SpanNet.Losses;
using SpanNet.Metrics;
using SpanNet.Models;
using SpanNet.Planning;

namespace SpanNet.Training;

/// <summary>Runs a model over a data set and measures it. No figure depends on the batch size or on threads.</summary>
public sealed class Evaluator : IDisposable
{
    private readonly OutputLosses losses;
    private readonly ThreadTeam team;
    private readonly Plan plan;
    private readonly Workspace workspace;
    private readonly AlignedBuffer rows;
    private readonly AlignedBuffer targets;

    /// <summary>Reserves the memory for batches of <paramref name="batchSize"/>; every output is measured by <paramref name="loss"/>.</summary>
    public Evaluator(Model model, Loss loss, int batchSize, ThreadTeam team)
        : this(model, new TrainerOptions { Loss = loss, Team = team }, batchSize, forEvaluation: false)
    {
        ArgumentNullException.ThrowIfNull(loss);
    }

    /// <summary>The same for the losses that training has, without what only training is meant to see: see <see cref="Loss.ForEvaluation"/>.</summary>
    /// <exception cref="ArgumentException">A loss is named for an output that there is not.</exception>
    public Evaluator(Model model, TrainerOptions options, int batchSize)
        : this(model, options, batchSize, forEvaluation: true) { }

    private Evaluator(Model model, TrainerOptions options, int batchSize, bool forEvaluation)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(options);
        team = options.Team ?? ThreadTeam.Shared;
        plan = Plan.Compile(model.Parameters, PlanMode.Inference, batchSize);
        workspace = new Workspace(plan);
        losses = new OutputLosses(model.Graph, options, batchSize, forEvaluation);
        rows = new AlignedBuffer(batchSize * plan.InputRows.Length);
        targets = new AlignedBuffer(batchSize * losses.TargetRows.Length);
    }

    /// <summary>Mean loss over <paramref name="data"/>, and a metric for each output, in their order, filled with its samples.</summary>
    /// <exception cref="ArgumentException">There are not as many metrics as outputs, or the data does not fit.</exception>
    public Evaluation Evaluate(Dataset data, params ReadOnlySpan<Metric> metrics)
    {
        if (metrics.Length != losses.Count)
        {
            throw new ArgumentException($"Expected a metric for each of {losses.Count} outputs, got {metrics.Length}.", nameof(metrics));
        }

        var loader = new DataLoader(data, plan.MaximumBatch);
        losses.Reset();
        foreach (Metric metric in metrics)
        {
            metric.Reset();
        }

        int batch;
        while ((batch = loader.Next(rows.Span, targets.Span)) > 0)
        {
            workspace.WriteInputs(rows.Span[..(batch * plan.InputRows.Length)]);
            losses.WriteTargets(targets.Span[..(batch * losses.TargetRows.Length)]);
            plan.Forward(workspace, batch, team);
            losses.Evaluate(workspace, batch, default, withGradients: false);
            losses.AddTo(metrics, workspace, batch);
        }

        return new Evaluation(losses.Mean, metrics[0]) { Outputs = losses.Report(metrics) };
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        workspace.Dispose();
        losses.Dispose();
        rows.Dispose();
        targets.Dispose();
    }
}
