using SpanNet.Configuration;
using SpanNet.Kernels.RandomNumbers;

namespace SpanNet.Initializers;

/// <summary>Uniform on ± gain · √(3 / in). LeCun, Bottou, Orr and Müller 1998.</summary>
/// <param name="Gain">Factor, not negative; see <see cref="SpanNet.Initializers.Gain.For(Kernels.Activations.Activation)"/>.</param>
public sealed record LeCunUniform(float Gain = 1f) : Initializer
{
    /// <inheritdoc/>
    public override string Kind => "lecun-uniform";

    /// <inheritdoc/>
    public override void Fill(Span<float> weights, Fans fans, RandomStream random)
    {
        double bound = Gain * Math.Sqrt(3.0 / fans.In);
        FillUniform(weights, -bound, bound, random);
    }

    /// <inheritdoc/>
    public override void WriteOptions(OptionWriter writer) => writer.Single("gain", Gain, 1f);

    internal static LeCunUniform Read(OptionReader options) => new(options.Single("gain", 1f, minimum: 0));
}
