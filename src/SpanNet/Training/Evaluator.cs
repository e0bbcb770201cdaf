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
    private readonly Loss loss;
    private readonly ThreadTeam team;
    private readonly Plan plan;
    private readonly Workspace workspace;
    private readonly AlignedBuffer targets;
    private readonly int outputLength;
    private readonly int targetLength;
    private readonly OutputRows rows;

    /// <summary>Reserves the memory for batches of <paramref name="batchSize"/>.</summary>
    /// <exception cref="ArgumentException">The network has not exactly one input and one output.</exception>
    public Evaluator(Model model, Loss loss, int batchSize, ThreadTeam team)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(loss);
        this.loss = loss;
        this.team = team;
        plan = Plan.Compile(model.Parameters, PlanMode.Inference, batchSize);
        workspace = new Workspace(plan);
        (_, outputLength) = model.Graph.SingleLengths();
        rows = OutputRows.Of(loss, model.Graph.Outputs[0].Shape);
        targetLength = rows.TargetLength(loss);
        targets = new AlignedBuffer(batchSize * targetLength);
    }

    /// <summary>Mean loss over <paramref name="data"/>, and <paramref name="metric"/> filled with its samples.</summary>
    public Evaluation Evaluate(Dataset data, Metric metric)
    {
        ArgumentNullException.ThrowIfNull(metric);
        var loader = new DataLoader(data, plan.MaximumBatch);
        var sum = new LossSum(0, 0);
        metric.Reset();
        int batch;
        while ((batch = loader.Next(workspace.Input(), targets.Span)) > 0)
        {
            plan.Forward(workspace, batch, team);
            ReadOnlySpan<float> output = workspace.Output()[..(batch * outputLength)];
            ReadOnlySpan<float> target = targets.Span[..(batch * targetLength)];
            sum += loss.Evaluate(output, target, default, default, batch * rows.Count);
            metric.Add(output, target, batch * rows.Count);
        }

        return new Evaluation(sum.Mean, metric);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        workspace.Dispose();
        targets.Dispose();
    }
}
