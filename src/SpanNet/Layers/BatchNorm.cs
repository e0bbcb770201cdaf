using System.Collections.Immutable;
using SpanNet.Configuration;
using SpanNet.Graphs;
using SpanNet.Initializers;
using SpanNet.Kernels.Activations;
using SpanNet.Operators;

namespace SpanNet.Layers;

/// <summary>
/// y = f((x − μ) / √(σ² + ε) · weight + bias for every channel, the last axis. In training μ and σ² are those of the batch and all its
/// positions, and the running ones move towards them (σ² of the sample there, as in PyTorch; one single value moves nothing); at inference
/// they are the running ones. Parameters [channels]: weight, bias and, not trained, running_mean, running_var. Ioffe and Szegedy 2015.
/// </summary>
public sealed record BatchNorm : Layer
{
    private const float DefaultMomentum = 0.1f;

    /// <summary>Share of the batch in the running statistics at each step, from 0 to 1.</summary>
    public float Momentum { get; init; } = DefaultMomentum;

    /// <summary>ε, above 0.</summary>
    public float Epsilon { get; init; } = NormalizationRules.DefaultEpsilon;

    /// <summary>f; null: none.</summary>
    public Activation? Activation { get; init; }

    /// <inheritdoc/>
    public override string Kind => "batch-norm";

    /// <summary>Reads the options of a file.</summary>
    public static BatchNorm Read(OptionReader options) =>
        new()
        {
            Momentum = options.Single("momentum", DefaultMomentum, minimum: 0f, maximum: 1f),
            Epsilon = NormalizationRules.ReadEpsilon(options),
            Activation = LayerCatalog.Activations.Option(options, "activation"),
        };

    /// <inheritdoc/>
    public override Shape Infer(ReadOnlySpan<Shape> inputs) =>
        Momentum is >= 0f and <= 1f
            ? NormalizationRules.Infer(inputs[0], Epsilon)
            : throw new ShapeException($"expected a momentum from 0 to 1, got {Momentum}");

    /// <inheritdoc/>
    public override ImmutableArray<ParameterSpec> Parameters(ReadOnlySpan<Shape> inputs) =>
        [
            .. NormalizationRules.WeightAndBias(inputs[0]),
            NormalizationRules.Parameter("running_mean", inputs[0], new Zeros()) with
            {
                IsTrained = false,
            },
            NormalizationRules.Parameter("running_var", inputs[0], new Ones()) with
            {
                IsTrained = false,
            },
        ];

    /// <inheritdoc/>
    public override long Flops(ReadOnlySpan<Shape> inputs) => 2L * inputs[0].Length;

    /// <inheritdoc/>
    public override Operator Lower(LoweringContext context) => new BatchNormOp(Momentum, Epsilon, Activation, context);

    /// <inheritdoc/>
    public override Layer? Absorb(Layer consumer, Shape between, PlanMode mode) =>
        Activation is null && consumer is Activate activate ? this with { Activation = activate.Function }
        : mode == PlanMode.Training && consumer is MaxPool2D pool && PooledBatchNorm.Fits(this, pool, between)
            ? new PooledBatchNorm(this, pool)
        : null;

    /// <inheritdoc/>
    public override void WriteOptions(OptionWriter writer)
    {
        writer.Single("momentum", Momentum, DefaultMomentum);
        NormalizationRules.WriteEpsilon(writer, Epsilon);
        writer.Activation("activation", Activation);
    }
}
