using SpanNet.Configuration;

namespace SpanNet.Optimizers;

/// <summary>
/// Adam with decoupled weight decay, 0.01 by default: w ← w − rate · decay · w beside Adam's step. Loshchilov and Hutter 2019;
/// PyTorch's AdamW.
/// </summary>
public sealed record AdamW : Adam
{
    /// <summary>Adam with a weight decay of 0.01.</summary>
    public AdamW() => WeightDecay = DefaultWeightDecay;

    /// <inheritdoc/>
    public override string Kind => "adamw";

    private protected override float DefaultWeightDecay => 0.01f;

    /// <summary>Reads the options of a file.</summary>
    internal static new Optimizer Read(OptionReader options) => ReadShared(ReadOptions(new AdamW(), options), options);
}
