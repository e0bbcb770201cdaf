using SpanNet.Configuration;
using SpanNet.Kernels.RandomNumbers;

namespace SpanNet.Initializers;

/// <summary>Normal.</summary>
/// <param name="Mean">Mean.</param>
/// <param name="StandardDeviation">Standard deviation, not negative.</param>
public sealed record Normal(float Mean = 0f, float StandardDeviation = 0.05f) : Initializer
{
    /// <inheritdoc/>
    public override string Kind => "normal";

    /// <inheritdoc/>
    public override void Fill(Span<float> weights, Fans fans, RandomStream random) => FillNormal(weights, Mean, StandardDeviation, random);

    /// <inheritdoc/>
    public override void WriteOptions(OptionWriter writer)
    {
        writer.Single("mean", Mean, 0f);
        writer.Single("std", StandardDeviation, 0.05f);
    }

    internal static Normal Read(OptionReader options)
    {
        float mean = options.Single("mean", 0f);
        return new(mean, options.Single("std", 0.05f, minimum: 0));
    }
}
