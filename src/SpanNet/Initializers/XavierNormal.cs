using SpanNet.Configuration;
using SpanNet.Kernels.RandomNumbers;

namespace SpanNet.Initializers;

/// <summary>Normal with deviation gain · √(2 / (in + out)). Glorot and Bengio 2010.</summary>
/// <param name="Gain">Factor, not negative; see <see cref="SpanNet.Initializers.Gain.For(Kernels.Activations.Activation)"/>.</param>
public sealed record XavierNormal(float Gain = 1f) : Initializer
{
    /// <inheritdoc/>
    public override string Kind => "xavier-normal";

    /// <inheritdoc/>
    public override void Fill(Span<float> weights, Fans fans, RandomStream random) =>
        FillNormal(weights, 0, Gain * Math.Sqrt(2 / ((double)fans.In + fans.Out)), random);

    /// <inheritdoc/>
    public override void WriteOptions(OptionWriter writer) => writer.Single("gain", Gain, 1f);

    internal static XavierNormal Read(OptionReader options) => new(options.Single("gain", 1f, minimum: 0));
}
