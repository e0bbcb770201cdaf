using System.Collections.Immutable;
using SpanNet.Configuration;
using SpanNet.Kernels.Losses;

namespace SpanNet.Losses;

/// <summary>
/// Softmax and cross-entropy in one: the mean of −Σⱼ q[j] · ln softmax(x)[j] with the target distribution q. The output layer has no
/// activation. PyTorch's CrossEntropyLoss, its means included: with class indices and class weights w, the mean divides by
/// the sum of w of the rows' classes; with probabilities by the number of rows.
/// </summary>
public sealed record SoftmaxCrossEntropy : Loss
{
    /// <inheritdoc/>
    public override string Kind => "cross-entropy";

    /// <summary>Class indices (the default) or class probabilities.</summary>
    public ClassTargets Targets { get; init; }

    /// <summary>ε: each target gives up this share of itself, which is spread evenly over all classes. Szegedy and others 2016.</summary>
    public float LabelSmoothing
    {
        get;
        init => field = OptionRange.Share.Check(value);
    }

    /// <summary>w: how much each class counts; empty: all the same.</summary>
    public ImmutableArray<float> ClassWeights
    {
        get;
        init => field = Checked(value.IsDefault ? [] : value);
    } = [];

    /// <inheritdoc/>
    public override Loss ForEvaluation => this with { LabelSmoothing = 0f };

    /// <inheritdoc/>
    public override bool TakesRows => true;

    /// <inheritdoc/>
    public override int TargetLength(int outputLength) => Targets == ClassTargets.Index ? 1 : outputLength;

    /// <inheritdoc/>
    public override LossSum Evaluate(
        ReadOnlySpan<float> output,
        ReadOnlySpan<float> target,
        ReadOnlySpan<float> sampleWeights,
        Span<float> gradient,
        int batch
    )
    {
        int classes = CheckLengths(output, target, sampleWeights, gradient, batch);
        if (!ClassWeights.IsEmpty && ClassWeights.Length != classes)
        {
            throw new ArgumentException(
                $"The loss 'cross-entropy' has {ClassWeights.Length} class weights, but the network {classes} outputs."
            );
        }

        double weight = TotalWeight(sampleWeights, batch);
        if (Targets == ClassTargets.Index)
        {
            weight = CheckIndices(target, sampleWeights, classes, weight);
        }

        var rows = new CrossEntropyBatch
        {
            Logits = output,
            Classes = classes,
            ClassWeights = ClassWeights.AsSpan(),
            SampleWeights = sampleWeights,
            Smoothing = LabelSmoothing,
            Scale = InverseOf(weight),
            Gradient = gradient,
        };
        return new(
            Targets == ClassTargets.Index ? CrossEntropyRows.Indices(rows, target) : CrossEntropyRows.Probabilities(rows, target),
            weight
        );
    }

    /// <inheritdoc/>
    public override void WriteOptions(OptionWriter writer)
    {
        writer.String("targets", Targets == ClassTargets.Index ? null : "probabilities");
        writer.Single("label-smoothing", LabelSmoothing, 0f);
        writer.Singles("class-weights", ClassWeights.IsEmpty ? null : ClassWeights);
    }

    /// <inheritdoc/>
    public bool Equals(SoftmaxCrossEntropy? other) =>
        base.Equals(other)
        && Targets == other.Targets
        && LabelSmoothing.Equals(other.LabelSmoothing)
        && ClassWeights.AsSpan().SequenceEqual(other.ClassWeights.AsSpan());

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(base.GetHashCode(), Targets, LabelSmoothing, ClassWeights.Length);

    /// <summary>Reads the options of a file.</summary>
    internal static Loss Read(OptionReader options)
    {
        float[] weights = options.Singles("class-weights") ?? [];
        for (int i = 0; i < weights.Length; i++)
        {
            if (weights[i] < 0)
            {
                throw new ConfigurationException(
                    $"{options.PathOf("class-weights")}[{i}]",
                    $"expected a number of at least 0, got {weights[i]}"
                );
            }
        }

        return new SoftmaxCrossEntropy
        {
            Targets = options.String("targets", "index") switch
            {
                "index" => ClassTargets.Index,
                "probabilities" => ClassTargets.Probabilities,
                var other => throw new ConfigurationException(
                    options.PathOf("targets"),
                    $"unknown targets '{other}'; {Spelling.Suggest(other!, ["index", "probabilities"])}"
                ),
            },
            LabelSmoothing = OptionRange.Share.Read(options, "label-smoothing", 0f),
            ClassWeights = [.. weights],
        };
    }

    private static ImmutableArray<float> Checked(ImmutableArray<float> weights)
    {
        foreach (float weight in weights)
        {
            OptionRange.NotNegative.Check(weight, nameof(ClassWeights));
        }

        return weights;
    }

    /// <summary>Checks that every target names a class; the sum of the weights that the mean divides by.</summary>
    private double CheckIndices(ReadOnlySpan<float> target, ReadOnlySpan<float> sampleWeights, int classes, double totalWeight)
    {
        ReadOnlySpan<float> classWeights = ClassWeights.AsSpan();
        double weighted = 0;
        for (int row = 0; row < target.Length; row++)
        {
            int index = (int)target[row];
            if (index != target[row] || (uint)index >= (uint)classes)
            {
                throw new ArgumentException(
                    $"The loss 'cross-entropy' got target {target[row]} in row {row}; expected a class index from 0 to {classes - 1} ({classes} classes)."
                );
            }

            if (!classWeights.IsEmpty)
            {
                weighted += (double)classWeights[index] * (sampleWeights.IsEmpty ? 1f : sampleWeights[row]);
            }
        }

        return classWeights.IsEmpty ? totalWeight : weighted;
    }
}
