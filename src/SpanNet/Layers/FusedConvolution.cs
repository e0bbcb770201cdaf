using System.Collections.Immutable;
using SpanNet.Configuration;
using SpanNet.Graphs;
using SpanNet.Kernels.Activations;
using SpanNet.Operators;

namespace SpanNet.Layers;

/// <summary>
/// A convolution with what follows it, each part where it is there: y = f(norm(x₀ ∗ w + b) + x₁); in training without the normalization, whose
/// statistics are those of the whole batch. Made by the plan compiler; no graph holds it. Parameters: the convolution's, then the normalization's.
/// </summary>
/// <param name="Convolution">The convolution, without an activation.</param>
internal sealed record FusedConvolution(FilterLayer Convolution) : Layer
{
    /// <summary>The normalization by running statistics, without an activation; null: none.</summary>
    public BatchNorm? Norm { get; init; }

    /// <summary>Whether the second input is added.</summary>
    public bool AddsResidual { get; init; }

    /// <summary>f; null: none.</summary>
    public Activation? Activation { get; init; }

    /// <inheritdoc/>
    public override string Kind => Convolution.Kind;

    /// <inheritdoc/>
    public override int MaximumInputs => 2;

    /// <inheritdoc/>
    public override Shape Infer(ReadOnlySpan<Shape> inputs) => Convolution.Infer(inputs[..1]);

    /// <inheritdoc/>
    public override ImmutableArray<ParameterSpec> Parameters(ReadOnlySpan<Shape> inputs) =>
        [.. Convolution.Parameters(inputs), .. Norm?.Parameters([Infer(inputs)]) ?? []];

    /// <inheritdoc/>
    public override long Flops(ReadOnlySpan<Shape> inputs)
    {
        Shape output = Infer(inputs);
        return Convolution.Flops(inputs[..1])
            + (Norm?.Flops([output]) ?? 0)
            + (AddsResidual ? output.Length : 0)
            + (Activation is null ? 0 : output.Length);
    }

    /// <inheritdoc/>
    public override Operator Lower(LoweringContext context) =>
        new FusedConvolutionOp(
            Convolution.Convolution(context.Inputs[0]),
            Convolution.HasBias,
            Norm?.Epsilon,
            AddsResidual,
            Activation,
            context
        );

    /// <inheritdoc/>
    public override Layer? Absorb(Layer consumer, Shape between, PlanMode mode) =>
        Activation is not null ? null
        : consumer is Activate activate
            ? mode == PlanMode.Inference || activate.Function.DerivativeUsesOutput ? this with { Activation = activate.Function }
                : null
        : AddsResidual ? null
        : consumer is Sum ? this with { AddsResidual = true }
        : mode == PlanMode.Inference && Norm is null && consumer is BatchNorm norm
            ? this with
            {
                Norm = norm with { Activation = null },
                Activation = norm.Activation,
            }
        : null;

    /// <inheritdoc/>
    public override void WriteOptions(OptionWriter writer) => throw new InvalidOperationException("No graph holds a fused layer.");
}
