using System.Collections.Immutable;
using SpanNet.Configuration;
using SpanNet.Graphs;
using SpanNet.Initializers;
using SpanNet.Kernels.Activations;
using SpanNet.Kernels.Convolution;

namespace SpanNet.Layers;

/// <summary>What convolutions have in common: filters, a bias for each output, an activation. Parameters: weight, bias [outputs].</summary>
/// <param name="Outputs">Channels of the result.</param>
public abstract record FilterLayer(int Outputs) : Layer
{
    /// <summary>Parts into which channels and outputs are cut; as many as channels: a depthwise convolution.</summary>
    public int Groups { get; init; } = 1;

    /// <summary>What follows; null: nothing.</summary>
    public Activation? Activation { get; init; }

    /// <summary>False: no bias.</summary>
    public bool HasBias { get; init; } = true;

    /// <summary>First weights; null: He normal before ReLU and its kin, LeCun normal before SELU, Xavier uniform otherwise.</summary>
    public Initializer? Initializer { get; init; }

    /// <summary>First biases; null: zeros.</summary>
    public Initializer? BiasInitializer { get; init; }

    /// <summary>What keeps the filters small; null: nothing.</summary>
    public Regularization? Regularization { get; init; }

    /// <summary>See <see cref="ParameterSpec.TransposedGroups"/>.</summary>
    private protected virtual int TransposedGroups => 0;

    /// <inheritdoc/>
    public override ImmutableArray<ParameterSpec> Parameters(ReadOnlySpan<Shape> inputs)
    {
        Shape filters = Filters(inputs[0]);
        int channels = inputs[0][^1] / Groups;
        int taps = filters.Length / (filters[0] * filters[1]);
        var fans = new Fans(channels * taps, Outputs / Groups * taps);
        var weight = new ParameterSpec(
            "weight",
            filters,
            new FilterLayout(Groups),
            Initializer ?? DefaultInitializer.For(Activation),
            fans,
            Decays: true
        )
        {
            Regularization = Regularization,
            TransposedGroups = TransposedGroups,
        };
        return HasBias
            ?
            [
                weight,
                new ParameterSpec("bias", new Shape([Outputs]), ParameterLayout.Plain, BiasInitializer ?? new Zeros(), fans, Decays: false),
            ]
            : [weight];
    }

    /// <inheritdoc/>
    public override long Flops(ReadOnlySpan<Shape> inputs) => Convolution(inputs[0]).Flops;

    /// <inheritdoc/>
    public override Layer? Absorb(Layer consumer, Shape between, PlanMode mode) =>
        Activation is null && consumer is Activate activate ? this with { Activation = activate.Function } : null;

    /// <inheritdoc/>
    public override void WriteOptions(OptionWriter writer)
    {
        writer.Int32("outputs", Outputs);
        WriteWindow(writer);
        writer.Int32("groups", Groups, 1);
        writer.Activation("activation", Activation);
        writer.Boolean("bias", HasBias, true);
        writer.Configurable("initializer", Initializer);
        writer.Configurable("bias-initializer", BiasInitializer);
        Regularization.Write(writer, Regularization);
    }

    /// <summary>Writes kernel, stride and what else describes the window.</summary>
    private protected abstract void WriteWindow(OptionWriter writer);

    /// <summary>The sizes for such an input, not yet checked.</summary>
    private protected abstract ConvolutionShape Describe(Shape input);

    /// <summary>The filters' canonical shape.</summary>
    private protected abstract Shape Filters(Shape input);

    /// <summary>The sizes for such an input.</summary>
    /// <exception cref="ShapeException">It does not fit.</exception>
    internal ConvolutionShape Convolution(Shape input)
    {
        ConvolutionShape shape = Describe(input);
        if (Groups < 1 || input[^1] % Groups != 0 || Outputs % Groups != 0)
        {
            throw new ShapeException($"expected groups that divide {input[^1]} channels and {Outputs} outputs, got {Groups}");
        }

        try
        {
            shape.Check();
            return shape;
        }
        catch (ArgumentException exception)
        {
            throw new ShapeException(exception.Message, exception);
        }
    }

    /// <summary>Fails when the input has not the axes that <paramref name="axes"/> names.</summary>
    /// <exception cref="ShapeException">It has not.</exception>
    private protected static void RequireRank(Shape input, int rank, string axes)
    {
        if (input.Rank != rank)
        {
            throw new ShapeException($"expected an input {axes}, got {input}");
        }
    }
}
