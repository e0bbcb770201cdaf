using SpanNet.Configuration;
using SpanNet.Kernels.RandomNumbers;

namespace SpanNet.Initializers;

/// <summary>Normal with deviation √(2 / (1 + slope²)) / √in: keeps the size of signals before (leaky) ReLU. He et al. 2015.</summary>
/// <param name="NegativeSlope">Slope of the activation below 0: 0 for ReLU.</param>
public sealed record HeNormal(float NegativeSlope = 0f) : Initializer
{
    /// <inheritdoc/>
    public override string Kind => "he-normal";

    /// <inheritdoc/>
    public override void Fill(Span<float> weights, Fans fans, RandomStream random) =>
        FillNormal(weights, 0, Gain.Rectifier(NegativeSlope) * Math.Sqrt(1.0 / fans.In), random);

    /// <inheritdoc/>
    public override void WriteOptions(OptionWriter writer) => writer.Single("negative-slope", NegativeSlope, 0f);

    internal static HeNormal Read(OptionReader options) => new(options.Single("negative-slope", 0f));
}
