using SpanNet.Kernels.RandomNumbers;

namespace SpanNet.Initializers;

/// <summary>All 1: the customary start of scales.</summary>
public sealed record Ones : Initializer
{
    /// <inheritdoc/>
    public override string Kind => "ones";

    /// <inheritdoc/>
    public override void Fill(Span<float> weights, Fans fans, RandomStream random) => weights.Fill(1);
}
