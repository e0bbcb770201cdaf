using System.Collections.Immutable;
using SpanNet.Configuration;
using SpanNet.Operators;

namespace SpanNet.Graphs;

/// <summary>
/// The description of a layer: immutable, compared by value, without memory. It knows its rule of shapes, its parameters and
/// which <see cref="Operator"/> computes it.
/// </summary>
public abstract record Layer : IConfigurable
{
    /// <summary>The name of the node, or null: the kind and a number.</summary>
    public string? Name { get; init; }

    /// <inheritdoc/>
    public abstract string Kind { get; }

    /// <summary>Fewest inputs it takes.</summary>
    public virtual int MinimumInputs => 1;

    /// <summary>Most inputs it takes.</summary>
    public virtual int MaximumInputs => 1;

    /// <summary>The output's shape.</summary>
    /// <exception cref="ShapeException">The inputs do not fit; the message says what was expected and what was got.</exception>
    public abstract Shape Infer(ReadOnlySpan<Shape> inputs);

    /// <summary>The parameters that it needs for such inputs.</summary>
    public virtual ImmutableArray<ParameterSpec> Parameters(ReadOnlySpan<Shape> inputs) => [];

    /// <summary>Floating-point operations of a forward pass of one sample (a fused multiply-add counts two).</summary>
    public abstract long Flops(ReadOnlySpan<Shape> inputs);

    /// <summary>
    /// Floating-point operations of a backward pass of one sample. Gradients of inputs and gradients of parameters each cost what the
    /// forward pass does, as in a matrix product; a layer where that is not so says otherwise.
    /// </summary>
    /// <param name="inputs">Shapes of the inputs.</param>
    /// <param name="inputGradients">Whether anybody wants the gradients by the inputs.</param>
    /// <param name="parameterGradients">Whether any parameter learns.</param>
    public virtual long BackwardFlops(ReadOnlySpan<Shape> inputs, bool inputGradients, bool parameterGradients) =>
        Flops(inputs) * ((inputGradients ? 1 : 0) + (parameterGradients ? 1 : 0));

    /// <summary>The operator that computes it; asks <paramref name="context"/> for the memory it wants.</summary>
    public abstract Operator Lower(LoweringContext context);

    /// <summary>
    /// A layer that does the work of this one and of its only <paramref name="consumer"/> in one go, or null when there is none. Its
    /// inputs and parameters are this one's, then the consumer's other input, if it has two, and the consumer's parameters.
    /// </summary>
    /// <param name="consumer">The only layer that reads the output.</param>
    /// <param name="between">The output's shape.</param>
    /// <param name="mode">What the plan is for.</param>
    public virtual Layer? Absorb(Layer consumer, Shape between, PlanMode mode) => null;

    /// <summary>True when the output holds the input's floats in the same order: no operator runs and no memory is needed.</summary>
    public virtual bool IsIdentity(PlanMode mode) => false;

    /// <summary>
    /// True when element i of the output, along the first axis, comes from elements i of the inputs alone, so that a sequence
    /// [time, …] may be handed over step by step.
    /// </summary>
    public virtual bool IsStepwise(ReadOnlySpan<Shape> inputs) => false;

    /// <inheritdoc/>
    public abstract void WriteOptions(OptionWriter writer);
}
