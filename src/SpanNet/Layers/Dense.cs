using System.Collections.Immutable;
using SpanNet.Configuration;
using SpanNet.Graphs;
using SpanNet.Initializers;
using SpanNet.Kernels.Activations;
using SpanNet.Operators;

namespace SpanNet.Layers;

/// <summary>
/// y = f(x·Wᵀ + b) along the last axis: every output is connected to every input. Parameters: weight [outputs, inputs], bias [outputs].
/// </summary>
/// <param name="Outputs">Number of outputs; <see cref="AsManyAsTargets"/> in a description until the data is known.</param>
public sealed record Dense(int Outputs) : Layer
{
    /// <summary>What <see cref="Read"/> gives for a layer without this option: as many outputs as the data has classes or targets.</summary>
    internal const int AsManyAsTargets = 0;

    /// <summary>A dense layer followed by <paramref name="activation"/>.</summary>
    public Dense(int outputs, Activation activation)
        : this(outputs) => Activation = activation;

    /// <summary>f; null: none.</summary>
    public Activation? Activation { get; init; }

    /// <summary>False: no bias.</summary>
    public bool HasBias { get; init; } = true;

    /// <summary>First weights; null: He normal before ReLU and its kin, LeCun normal before SELU, Xavier uniform otherwise.</summary>
    public Initializer? Initializer { get; init; }

    /// <summary>First biases; null: zeros.</summary>
    public Initializer? BiasInitializer { get; init; }

    /// <summary>What keeps the weights small; null: nothing.</summary>
    public Regularization? Regularization { get; init; }

    /// <inheritdoc/>
    public override string Kind => "dense";

    /// <summary>Reads the options of a file.</summary>
    public static Dense Read(OptionReader options) =>
        new(options.Int32("outputs", AsManyAsTargets, minimum: 1))
        {
            Activation = LayerCatalog.Activations.Option(options, "activation"),
            HasBias = options.Boolean("bias", true),
            Initializer = InitializerCatalog.All.Option(options, "initializer"),
            BiasInitializer = InitializerCatalog.All.Option(options, "bias-initializer"),
            Regularization = Regularization.Read(options),
        };

    /// <inheritdoc/>
    public override Shape Infer(ReadOnlySpan<Shape> inputs)
    {
        if (Outputs < 1)
        {
            throw new ShapeException($"expected at least 1 output, got {Outputs}");
        }

        if (inputs[0].Rank == 0)
        {
            throw new ShapeException("expected an input with at least one axis, got a single number []");
        }

        int[] extents = inputs[0].Extents.ToArray();
        extents[^1] = Outputs;
        return new Shape(extents);
    }

    /// <inheritdoc/>
    public override ImmutableArray<ParameterSpec> Parameters(ReadOnlySpan<Shape> inputs)
    {
        int k = inputs[0][^1];
        var fans = new Fans(k, Outputs);
        var weight = new ParameterSpec(
            "weight",
            new Shape(Outputs, k),
            ParameterLayout.Panels,
            Initializer ?? DefaultInitializer.For(Activation),
            fans,
            Decays: true
        )
        {
            Regularization = Regularization,
        };
        return HasBias
            ?
            [
                weight,
                new ParameterSpec("bias", new Shape(Outputs), ParameterLayout.Plain, BiasInitializer ?? new Zeros(), fans, Decays: false),
            ]
            : [weight];
    }

    /// <inheritdoc/>
    public override long Flops(ReadOnlySpan<Shape> inputs) => 2L * inputs[0].Length * Outputs;

    /// <inheritdoc/>
    public override bool IsStepwise(ReadOnlySpan<Shape> inputs) => inputs[0].Rank > 1;

    /// <inheritdoc/>
    public override Operator Lower(LoweringContext context) => new DenseOp(Outputs, Activation, HasBias, context);

    /// <inheritdoc/>
    public override Layer? Absorb(Layer consumer, Shape between, PlanMode mode) =>
        Activation is null && consumer is Activate activate ? this with { Activation = activate.Function } : null;

    /// <inheritdoc/>
    public override void WriteOptions(OptionWriter writer)
    {
        writer.Int32("outputs", Outputs);
        writer.Activation("activation", Activation);
        writer.Boolean("bias", HasBias, true);
        writer.Configurable("initializer", Initializer);
        writer.Configurable("bias-initializer", BiasInitializer);
        Regularization.Write(writer, Regularization);
    }
}
