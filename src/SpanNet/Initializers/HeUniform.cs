using SpanNet.Configuration;
using SpanNet.Kernels.RandomNumbers;

namespace SpanNet.Initializers;

/// <summary>Uniform on ± √(2 / (1 + slope²)) · √(3 / in): keeps the size of signals before (leaky) ReLU. He et al. 2015.</summary>
/// <param name="NegativeSlope">Slope of the activation below 0: 0 for ReLU.</param>
public sealed record HeUniform(float NegativeSlope = 0f) : Initializer
{
    /// <inheritdoc/>
    public override string Kind => "he-uniform";

    /// <inheritdoc/>
    public override void Fill(Span<float> weights, Fans fans, RandomStream random)
    {
        double bound = Gain.Rectifier(NegativeSlope) * Math.Sqrt(3.0 / fans.In);
        FillUniform(weights, -bound, bound, random);
    }

    /// <inheritdoc/>
    public override void WriteOptions(OptionWriter writer) => writer.Single("negative-slope", NegativeSlope, 0f);

    internal static HeUniform Read(OptionReader options) => new(options.Single("negative-slope", 0f));
}
