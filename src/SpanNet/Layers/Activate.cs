using SpanNet.Configuration;
using SpanNet.Graphs;
using SpanNet.Kernels.Activations;
using SpanNet.Operators;

namespace SpanNet.Layers;

/// <summary>y = f(x), element by element. Fused into the layer before it where that can do it.</summary>
/// <param name="Function">f.</param>
public sealed record Activate(Activation Function) : Layer
{
    /// <inheritdoc/>
    public override string Kind => "activate";

    /// <summary>Reads the options of a file.</summary>
    public static Activate Read(OptionReader options) =>
        new(
            LayerCatalog.Activations.Option(options, "function")
                ?? throw new ConfigurationException(options.PathOf("function"), "missing; expected an activation's name")
        );

    /// <inheritdoc/>
    public override Shape Infer(ReadOnlySpan<Shape> inputs) => inputs[0];

    /// <inheritdoc/>
    public override long Flops(ReadOnlySpan<Shape> inputs) => inputs[0].Length;

    /// <inheritdoc/>
    public override bool IsStepwise(ReadOnlySpan<Shape> inputs) => true;

    /// <inheritdoc/>
    public override Operator Lower(LoweringContext context) => new ActivateOp(Function);

    /// <inheritdoc/>
    public override void WriteOptions(OptionWriter writer) => writer.Activation("function", Function);
}
