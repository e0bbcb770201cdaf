using SpanNet.Kernels.RandomNumbers;

namespace SpanNet.Initializers;

/// <summary>All 0: the customary start of biases.</summary>
public sealed record Zeros : Initializer
{
    /// <inheritdoc/>
    public override string Kind => "zeros";

    /// <inheritdoc/>
    public override void Fill(Span<float> weights, Fans fans, RandomStream random) => weights.Clear();
}
