using System.Numerics.Tensors;
using SpanNet.Configuration;
using SpanNet.Graphs;
using SpanNet.Kernels.Memory;
using SpanNet.Losses;
using SpanNet.Metrics;
using SpanNet.Planning;

namespace SpanNet.Training;

/// <summary>
/// The losses of all outputs of a network, and the targets of a batch: L = Σ weight · loss over the outputs, in their order. One output with
/// weight 1 has the bits of its loss alone.
/// </summary>
internal sealed class OutputLosses : IDisposable
{
    private readonly Graph graph;
    private readonly OutputLoss[] losses;
    private readonly AlignedBuffer[] targets;
    private readonly double[] means;
    private readonly LossSum[] sums;

    /// <summary>The losses that <paramref name="options"/> name, with room for the targets of <paramref name="batch"/> rows.</summary>
    /// <exception cref="ArgumentException">A loss is named for an output that there is not.</exception>
    public OutputLosses(Graph graph, TrainerOptions options, int batch, bool forEvaluation = false)
    {
        if (options.Losses.Keys.FirstOrDefault(name => graph.Outputs.All(output => output.Name != name)) is string unknown)
        {
            throw new ArgumentException(
                $"There is a loss for the output '{unknown}', but the network has none of this name; "
                    + Spelling.Suggest(unknown, graph.Outputs.Select(output => output.Name))
            );
        }

        this.graph = graph;
        losses = [.. graph.Outputs.Select(output => options.Losses.GetValueOrDefault(output.Name) ?? new OutputLoss(options.Loss))];
        if (forEvaluation)
        {
            losses = [.. losses.Select(loss => loss with { Loss = loss.Loss.ForEvaluation })];
        }

        TargetRows = new RowLayout([.. losses.Select((loss, i) => loss.Loss.TargetLength(OutputLength(i)))]);
        targets = [.. losses.Select((_, i) => new AlignedBuffer(batch * TargetRows.LengthOf(i)))];
        means = new double[losses.Length];
        sums = new LossSum[losses.Length];
    }

    /// <summary>Number of outputs.</summary>
    public int Count => losses.Length;

    /// <summary>The losses in words: "cross-entropy + mse".</summary>
    public string Kinds => string.Join(" + ", losses.Select(loss => loss.Loss.Kind));

    /// <summary>How the targets of a sample lie in one row.</summary>
    public RowLayout TargetRows { get; }

    /// <summary>The mean loss of each output in the last evaluation, without its weight.</summary>
    public ReadOnlySpan<double> Means => means;

    /// <summary>The mean loss over all evaluations since the last reset.</summary>
    public double Mean
    {
        get
        {
            double mean = 0;
            for (int i = 0; i < losses.Length; i++)
            {
                mean += losses[i].Weight * sums[i].Mean;
            }

            return mean;
        }
    }

    /// <summary>The mean loss of one output since the last reset, without its weight.</summary>
    public double MeanOf(int output) => sums[output].Mean;

    /// <summary>Where the targets of one output stand.</summary>
    public Span<float> Target(int output) => targets[output].Span;

    /// <summary>Takes all targets from rows in which they lie side by side.</summary>
    public void WriteTargets(ReadOnlySpan<float> rows)
    {
        if (losses.Length == 1)
        {
            rows.CopyTo(targets[0].Span);
            return;
        }

        for (int i = 0; i < losses.Length; i++)
        {
            TargetRows.Take(i, rows, targets[i].Span);
        }
    }

    /// <summary>Forgets the sums.</summary>
    public void Reset() => sums.AsSpan().Clear();

    /// <summary>L of the outputs in <paramref name="workspace"/>, and into it, where <paramref name="withGradients"/>, the gradients.</summary>
    public double Evaluate(Workspace workspace, int batch, ReadOnlySpan<float> sampleWeights, bool withGradients)
    {
        double total = 0;
        for (int i = 0; i < losses.Length; i++)
        {
            int length = batch * OutputLength(i);
            Span<float> gradient = withGradients ? workspace.OutputGradient(i)[..length] : default;
            LossSum loss = losses[i].Loss.Evaluate(workspace.Output(i)[..length], TargetOf(i, batch), sampleWeights, gradient, batch);
            float weight = losses[i].Weight;
            if (weight != 1f)
            {
                TensorPrimitives.Multiply(gradient, weight, gradient);
            }

            means[i] = loss.Mean;
            sums[i] += loss;
            total += weight * loss.Mean;
        }

        return total;
    }

    /// <summary>Adds the batch to one metric for each output.</summary>
    public void AddTo(ReadOnlySpan<Metric> metrics, Workspace workspace, int batch)
    {
        for (int i = 0; i < metrics.Length; i++)
        {
            metrics[i].Add(workspace.Output(i)[..(batch * OutputLength(i))], TargetOf(i, batch), batch);
        }
    }

    /// <summary>Whether the targets of an output are classes, as far as its loss tells.</summary>
    public bool HasClasses(int output) =>
        TargetRows.LengthOf(output) == 1 && (OutputLength(output) > 1 || losses[output].Loss is BinaryCrossEntropy);

    /// <summary>What was found out about each output since the last reset.</summary>
    public IReadOnlyList<OutputEvaluation> Report(ReadOnlySpan<Metric> metrics)
    {
        var report = new List<OutputEvaluation>(metrics.Length);
        for (int i = 0; i < metrics.Length; i++)
        {
            report.Add(new OutputEvaluation(graph.Outputs[i].Name, MeanOf(i), metrics[i]));
        }

        return report;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (AlignedBuffer target in targets)
        {
            target.Dispose();
        }
    }

    private int OutputLength(int output) => graph.Outputs[output].Shape.Length;

    private ReadOnlySpan<float> TargetOf(int output, int batch) => targets[output].Span[..(batch * TargetRows.LengthOf(output))];
}
