using SpanNet.Configuration;
using SpanNet.Kernels.RandomNumbers;

namespace SpanNet.Initializers;

/// <summary>All the same.</summary>
/// <param name="Value">The value.</param>
public sealed record Constant(float Value) : Initializer
{
    /// <inheritdoc/>
    public override string Kind => "constant";

    /// <inheritdoc/>
    public override void Fill(Span<float> weights, Fans fans, RandomStream random) => weights.Fill(Value);

    /// <inheritdoc/>
    public override void WriteOptions(OptionWriter writer) => writer.Single("value", Value);

    internal static Constant Read(OptionReader options) => new(options.Single("value"));
}
