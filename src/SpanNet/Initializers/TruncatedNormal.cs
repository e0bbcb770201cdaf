using SpanNet.Configuration;
using SpanNet.Kernels.RandomNumbers;

namespace SpanNet.Initializers;

/// <summary>Normal, cut at two standard deviations; what is left deviates by 0.88 of the standard deviation given.</summary>
/// <param name="Mean">Mean of the distribution that is cut.</param>
/// <param name="StandardDeviation">Standard deviation of the distribution that is cut, not negative.</param>
public sealed record TruncatedNormal(float Mean = 0f, float StandardDeviation = 0.05f) : Initializer
{
    /// <inheritdoc/>
    public override string Kind => "truncated-normal";

    /// <inheritdoc/>
    public override void Fill(Span<float> weights, Fans fans, RandomStream random) =>
        FillTruncatedNormal(weights, Mean, StandardDeviation, random);

    /// <inheritdoc/>
    public override void WriteOptions(OptionWriter writer)
    {
        writer.Single("mean", Mean, 0f);
        writer.Single("std", StandardDeviation, 0.05f);
    }

    internal static TruncatedNormal Read(OptionReader options)
    {
        float mean = options.Single("mean", 0f);
        return new(mean, options.Single("std", 0.05f, minimum: 0));
    }
}
