using SpanNet.Configuration;
using SpanNet.Kernels.RandomNumbers;

namespace SpanNet.Initializers;

/// <summary>Uniform on ± gain · √(6 / (in + out)): keeps the size of signals and gradients before tanh. Glorot and Bengio 2010.</summary>
/// <param name="Gain">Factor, not negative; see <see cref="SpanNet.Initializers.Gain.For(Kernels.Activations.Activation)"/>.</param>
public sealed record XavierUniform(float Gain = 1f) : Initializer
{
    /// <inheritdoc/>
    public override string Kind => "xavier-uniform";

    /// <inheritdoc/>
    public override void Fill(Span<float> weights, Fans fans, RandomStream random)
    {
        double bound = Gain * Math.Sqrt(6 / ((double)fans.In + fans.Out));
        FillUniform(weights, -bound, bound, random);
    }

    /// <inheritdoc/>
    public override void WriteOptions(OptionWriter writer) => writer.Single("gain", Gain, 1f);

    internal static XavierUniform Read(OptionReader options) => new(options.Single("gain", 1f, minimum: 0));
}
