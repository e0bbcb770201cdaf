using SpanNet.Configuration;
using SpanNet.Kernels.RandomNumbers;

namespace SpanNet.Initializers;

/// <summary>Normal with deviation gain / √in: for SELU, with gain 1. LeCun et al. 1998; Klambauer et al. 2017.</summary>
/// <param name="Gain">Factor, not negative; see <see cref="SpanNet.Initializers.Gain.For(Kernels.Activations.Activation)"/>.</param>
public sealed record LeCunNormal(float Gain = 1f) : Initializer
{
    /// <inheritdoc/>
    public override string Kind => "lecun-normal";

    /// <inheritdoc/>
    public override void Fill(Span<float> weights, Fans fans, RandomStream random) =>
        FillNormal(weights, 0, Gain * Math.Sqrt(1.0 / fans.In), random);

    /// <inheritdoc/>
    public override void WriteOptions(OptionWriter writer) => writer.Single("gain", Gain, 1f);

    internal static LeCunNormal Read(OptionReader options) => new(options.Single("gain", 1f, minimum: 0));
}
