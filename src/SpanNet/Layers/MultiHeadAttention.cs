using System.Collections.Immutable;
using SpanNet.Configuration;
using SpanNet.Graphs;
using SpanNet.Initializers;
using SpanNet.Kernels.Attention;
using SpanNet.Operators;

namespace SpanNet.Layers;

/// <summary>
/// y = concat(head₁, …)·Woᵀ + bo with headₕ = softmax(qₕ·kₕᵀ/√d)·vₕ; q, k and v are projections of the queries [time, width], keys and
/// values [keys, width]. One input: self-attention. Two: queries, and what they look at. Three: queries, keys, values. With
/// <see cref="HasKeyMask"/> one more, the last: [keys], at most ½ where a key is not to be looked at. A query that sees no key gets bo.
/// Parameters as in PyTorch: in_proj_weight [3·width, width] (q, k, v), in_proj_bias [3·width], out_proj.weight [width, width],
/// out_proj.bias [width]. Vaswani and others 2017.
/// </summary>
/// <param name="Heads">Number of heads; divides the width.</param>
public sealed record MultiHeadAttention(int Heads) : Layer
{
    private const int Projections = 3;

    /// <summary>True: a position looks at itself and those before it only.</summary>
    public bool IsCausal { get; init; }

    /// <summary>True: the last input is a mask of keys.</summary>
    public bool HasKeyMask { get; init; }

    /// <summary>False: no biases.</summary>
    public bool HasBias { get; init; } = true;

    /// <summary>Probability with which an attention weight is dropped in training, from 0 up to but not including 1.</summary>
    public float Dropout { get; init; }

    /// <summary>First weights; null: Xavier uniform.</summary>
    public Initializer? Initializer { get; init; }

    /// <summary>What keeps the weights of the projections small; null: nothing.</summary>
    public Regularization? Regularization { get; init; }

    /// <inheritdoc/>
    public override string Kind => "multi-head-attention";

    /// <inheritdoc/>
    public override int MinimumInputs => HasKeyMask ? 2 : 1;

    /// <inheritdoc/>
    public override int MaximumInputs => HasKeyMask ? 4 : 3;

    /// <summary>Reads the options of a file.</summary>
    public static MultiHeadAttention Read(OptionReader options) =>
        new(options.Int32("heads", minimum: 1))
        {
            IsCausal = options.Boolean("causal", false),
            HasKeyMask = options.Boolean("key-mask", false),
            HasBias = options.Boolean("bias", true),
            Dropout = options.Single("dropout", 0f, minimum: 0f, maximum: MathF.BitDecrement(1f)),
            Initializer = InitializerCatalog.All.Option(options, "initializer"),
            Regularization = Regularization.Read(options),
        };

    /// <inheritdoc/>
    public override Shape Infer(ReadOnlySpan<Shape> inputs)
    {
        int sequences = inputs.Length - (HasKeyMask ? 1 : 0);
        foreach (Shape input in inputs[..sequences])
        {
            if (input.Rank != 2 || input[1] != inputs[0][^1])
            {
                throw new ShapeException($"expected sequences [time, width] of one width, got {inputs[0]} and {input}");
            }
        }

        Shape keys = inputs[sequences > 1 ? 1 : 0];
        if (Heads < 1 || keys[1] % Heads != 0)
        {
            throw new ShapeException($"expected a number of heads that divides the width {keys[1]} of {keys}, got {Heads}");
        }

        if (inputs[sequences - 1][0] != keys[0])
        {
            throw new ShapeException($"expected as many values as keys, got {inputs[sequences - 1]} and {keys}");
        }

        if (IsCausal && keys[0] != inputs[0][0])
        {
            throw new ShapeException($"expected as many keys as queries where attention is causal, got {keys} and {inputs[0]}");
        }

        if (HasKeyMask && (inputs[^1].Rank != 1 || inputs[^1][0] != keys[0]))
        {
            throw new ShapeException($"expected a mask [{keys[0]}], a number for each key of {keys}, got {inputs[^1]}");
        }

        return Dropout is >= 0f and < 1f
            ? inputs[0]
            : throw new ShapeException($"expected a dropout from 0 up to but not including 1, got {Dropout}");
    }

    /// <inheritdoc/>
    public override ImmutableArray<ParameterSpec> Parameters(ReadOnlySpan<Shape> inputs)
    {
        int width = inputs[0][1];
        var weights = new StackedLayout(ParameterLayout.Panels, Projections);
        var biases = new StackedLayout(ParameterLayout.Plain, Projections);
        var packed = new Fans(width, Projections * width);
        var plain = new Fans(width, width);
        Initializer initializer = Initializer ?? new XavierUniform();
        ParameterSpec Weight(string name, Shape shape, ParameterLayout layout, Fans fans) =>
            new(name, shape, layout, initializer, fans, Decays: true) { Regularization = Regularization };
        ParameterSpec inWeight = Weight("in_proj_weight", new Shape(Projections * width, width), weights, packed);
        ParameterSpec outWeight = Weight("out_proj.weight", new Shape(width, width), ParameterLayout.Panels, plain);
        return HasBias
            ?
            [
                inWeight,
                new("in_proj_bias", new Shape([Projections * width]), biases, new Zeros(), packed, Decays: false),
                outWeight,
                new("out_proj.bias", new Shape([width]), ParameterLayout.Plain, new Zeros(), plain, Decays: false),
            ]
            : [inWeight, outWeight];
    }

    /// <inheritdoc/>
    public override long Flops(ReadOnlySpan<Shape> inputs)
    {
        long queries = inputs[0][0];
        long keys = inputs[inputs.Length > (HasKeyMask ? 2 : 1) ? 1 : 0][0];
        long width = inputs[0][1];
        return (4 * (queries + keys) * width * width) + (4 * queries * keys * width);
    }

    /// <inheritdoc/>
    public override long BackwardFlops(ReadOnlySpan<Shape> inputs, bool inputGradients, bool parameterGradients)
    {
        // The products of the heads come back twice whatever is wanted.
        long queries = inputs[0][0];
        long keys = inputs[inputs.Length > (HasKeyMask ? 2 : 1) ? 1 : 0][0];
        long heads = 4 * queries * keys * inputs[0][1];
        long projections = Flops(inputs) - heads;
        return (2 * heads) + (projections * ((inputGradients ? 1 : 0) + (parameterGradients ? 1 : 0)));
    }

    /// <inheritdoc/>
    public override Operator Lower(LoweringContext context)
    {
        ImmutableArray<Shape> inputs = context.Inputs;
        int sequences = inputs.Length - (HasKeyMask ? 1 : 0);
        int keys = sequences > 1 ? 1 : 0;
        int width = inputs[0][1];
        var shape = new AttentionShape(inputs[0][0], inputs[keys][0], Heads, width / Heads, IsCausal);
        return new MultiHeadAttentionOp(
            new AttentionPlan(shape, keys, sequences - 1, HasKeyMask ? inputs.Length - 1 : -1, HasBias, Dropout),
            context
        );
    }

    /// <inheritdoc/>
    public override void WriteOptions(OptionWriter writer)
    {
        writer.Int32("heads", Heads);
        writer.Boolean("causal", IsCausal, false);
        writer.Boolean("key-mask", HasKeyMask, false);
        writer.Boolean("bias", HasBias, true);
        writer.Single("dropout", Dropout, 0f);
        writer.Configurable("initializer", Initializer);
        Regularization.Write(writer, Regularization);
    }
}
