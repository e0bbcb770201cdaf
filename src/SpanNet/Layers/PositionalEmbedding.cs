using System.Collections.Immutable;
using SpanNet.Configuration;
using SpanNet.Graphs;
using SpanNet.Initializers;
using SpanNet.Operators;

namespace SpanNet.Layers;

/// <summary>
/// y = x + P for a sequence [time, features]: tells the positions apart. P is learned (parameter weight: [time, features]) or sinusoidal:
/// P[t, 2i] = sin(t / 10000^(2i / features)), P[t, 2i + 1] the cosine of the same. Vaswani et al. 2017.
/// </summary>
public sealed record PositionalEmbedding : Layer
{
    private const float InitialDeviation = 0.02f;

    /// <summary>True: fixed sines and cosines; false: learned.</summary>
    public bool IsSinusoidal { get; init; }

    /// <inheritdoc/>
    public override string Kind => "positional-embedding";

    /// <summary>Reads the options of a file.</summary>
    public static PositionalEmbedding Read(OptionReader options) => new() { IsSinusoidal = options.Boolean("sinusoidal", false) };

    /// <inheritdoc/>
    public override Shape Infer(ReadOnlySpan<Shape> inputs) =>
        inputs[0].Rank == 2 ? inputs[0] : throw new ShapeException($"expected a sequence [time, features], got {inputs[0]}");

    /// <inheritdoc/>
    public override ImmutableArray<ParameterSpec> Parameters(ReadOnlySpan<Shape> inputs) =>
        IsSinusoidal
            ? []
            :
            [
                new(
                    "weight",
                    inputs[0],
                    ParameterLayout.Plain,
                    new Normal(0f, InitialDeviation),
                    new Fans(inputs[0][0], inputs[0][1]),
                    Decays: false
                ),
            ];

    /// <inheritdoc/>
    public override long Flops(ReadOnlySpan<Shape> inputs) => inputs[0].Length;

    /// <inheritdoc/>
    public override Operator Lower(LoweringContext context) => new PositionalEmbeddingOp(IsSinusoidal, context);

    /// <inheritdoc/>
    public override void WriteOptions(OptionWriter writer) => writer.Boolean("sinusoidal", IsSinusoidal, false);
}
