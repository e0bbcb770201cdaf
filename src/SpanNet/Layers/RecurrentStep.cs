using System.Collections.Immutable;
using SpanNet.Configuration;
using SpanNet.Graphs;
using SpanNet.Operators;

namespace SpanNet.Layers;

/// <summary>
/// One step of a recurrent net, from what it remembers to what it then remembers: inputs [1, features] and [memory], output [memory]:
/// the states of all layers, then for an LSTM their cell states. Parameters are those of <paramref name="Net"/>.
/// </summary>
/// <param name="Net">The net: one direction, no lengths.</param>
internal sealed record RecurrentStep(RecurrentLayer Net) : Layer
{
    /// <inheritdoc/>
    public override string Kind => $"{Net.Kind}-step";

    /// <inheritdoc/>
    public override int MinimumInputs => 2;

    /// <inheritdoc/>
    public override int MaximumInputs => 2;

    /// <summary>Floats that it remembers.</summary>
    public int Memory => Net.Net.Memory;

    /// <summary>Where in them the states of the last layer begin: what the net gives.</summary>
    public int OutputOffset => (Net.Layers - 1) * Net.Hidden;

    /// <inheritdoc/>
    public override Shape Infer(ReadOnlySpan<Shape> inputs)
    {
        Net.Infer(inputs[..1]);
        return new Shape([Memory]);
    }

    /// <inheritdoc/>
    public override ImmutableArray<ParameterSpec> Parameters(ReadOnlySpan<Shape> inputs) => Net.Parameters(inputs[..1]);

    /// <inheritdoc/>
    public override long Flops(ReadOnlySpan<Shape> inputs) => Net.Flops(inputs[..1]);

    /// <inheritdoc/>
    public override Operator Lower(LoweringContext context) => new RecurrentOp(Net.Net with { Gives = RecurrentGives.Memory }, context);

    /// <inheritdoc/>
    public override void WriteOptions(OptionWriter writer) => Net.WriteOptions(writer);
}
