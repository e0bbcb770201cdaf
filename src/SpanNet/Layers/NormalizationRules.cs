using System.Collections.Immutable;
using SpanNet.Configuration;
using SpanNet.Graphs;
using SpanNet.Initializers;

namespace SpanNet.Layers;

/// <summary>What the normalizing layers have in common: ε, and one weight and one bias per channel, the last axis.</summary>
internal static class NormalizationRules
{
    public const float DefaultEpsilon = 1e-5f;

    public static float ReadEpsilon(OptionReader options) => options.Single("epsilon", DefaultEpsilon, minimum: float.Epsilon);

    public static void WriteEpsilon(OptionWriter writer, float epsilon) => writer.Single("epsilon", epsilon, DefaultEpsilon);

    public static Shape Infer(Shape input, float epsilon)
    {
        if (!(epsilon > 0f && float.IsFinite(epsilon)))
        {
            throw new ShapeException($"expected an epsilon above 0, got {epsilon}");
        }

        return input.Rank > 0 ? input : throw new ShapeException("expected an input with at least one axis, got a single number []");
    }

    public static ImmutableArray<ParameterSpec> WeightAndBias(Shape input) =>
        [Parameter("weight", input, new Ones()), Parameter("bias", input, new Zeros())];

    /// <summary>One number per channel. Weights do not decay: they scale, and what follows scales again.</summary>
    public static ParameterSpec Parameter(string name, Shape input, Initializer initializer) =>
        new(name, new Shape([input[^1]]), ParameterLayout.Plain, initializer, new Fans(1, 1), Decays: false);
}
