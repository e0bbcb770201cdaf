using SpanNet.Configuration;
using SpanNet.Kernels.RandomNumbers;

namespace SpanNet.Initializers;

/// <summary>Uniform on [low, high].</summary>
/// <param name="Low">Lower end.</param>
/// <param name="High">Upper end, not below the lower.</param>
public sealed record Uniform(float Low = -0.05f, float High = 0.05f) : Initializer
{
    /// <inheritdoc/>
    public override string Kind => "uniform";

    /// <inheritdoc/>
    public override void Fill(Span<float> weights, Fans fans, RandomStream random) => FillUniform(weights, Low, High, random);

    /// <inheritdoc/>
    public override void WriteOptions(OptionWriter writer)
    {
        writer.Single("low", Low, -0.05f);
        writer.Single("high", High, 0.05f);
    }

    internal static Uniform Read(OptionReader options)
    {
        float low = options.Single("low", -0.05f);
        float high = options.Single("high", 0.05f);
        return low <= high
            ? new(low, high)
            : throw new ConfigurationException(
                options.PathOf("low"),
                FormattableString.Invariant($"expected at most high ({high}), got {low}")
            );
    }
}
