using SpanNet.Configuration;
using SpanNet.Kernels.RandomNumbers;

namespace SpanNet.Initializers;

/// <summary>
/// A rule for the first values of a tensor. Immutable, compared by value. The values depend on the rule, the tensor's size and
/// the random stream alone: not on machine, threads or the order in which tensors are filled.
/// </summary>
public abstract record Initializer : IConfigurable
{
    /// <inheritdoc/>
    public abstract string Kind { get; }

    /// <inheritdoc/>
    public virtual void WriteOptions(OptionWriter writer) { }

    /// <summary>Overwrites <paramref name="weights"/>.</summary>
    /// <param name="weights">The tensor in canonical layout: row-major, outputs first, for example [outputs, inputs] of a dense layer.</param>
    /// <param name="fans">How many connections an output has, and an input.</param>
    /// <param name="random">The tensor's own stream of random numbers.</param>
    /// <exception cref="ArgumentException">The distribution is impossible, for example a negative deviation.</exception>
    public abstract void Fill(Span<float> weights, Fans fans, RandomStream random);

    /// <summary>weights[i] = low + (high − low) · uᵢ, u uniform on [0, 1).</summary>
    protected static void FillUniform(Span<float> weights, double low, double high, RandomStream random)
    {
        if (!(low <= high) || !double.IsFinite(high - low))
        {
            throw new ArgumentException(FormattableString.Invariant($"There is no uniform distribution on [{low}, {high}]."));
        }

        random.Uniform(weights);
        Scale(weights, low, high - low);
    }

    /// <summary>weights[i] = mean + deviation · zᵢ, z standard normal.</summary>
    protected static void FillNormal(Span<float> weights, double mean, double deviation, RandomStream random)
    {
        CheckNormal(mean, deviation);
        random.Normal(weights);
        Scale(weights, mean, deviation);
    }

    /// <summary>weights[i] = mean + deviation · zᵢ, z standard normal cut to [−2, 2].</summary>
    protected static void FillTruncatedNormal(Span<float> weights, double mean, double deviation, RandomStream random)
    {
        CheckNormal(mean, deviation);
        random.TruncatedNormal(weights);
        Scale(weights, mean, deviation);
    }

    private static void CheckNormal(double mean, double deviation)
    {
        if (!(deviation >= 0) || !double.IsFinite(mean + deviation))
        {
            throw new ArgumentException(
                FormattableString.Invariant($"There is no normal distribution with mean {mean} and deviation {deviation}.")
            );
        }
    }

    private static void Scale(Span<float> weights, double shift, double factor)
    {
        foreach (ref float w in weights)
        {
            w = (float)(shift + (factor * w));
        }
    }
}
