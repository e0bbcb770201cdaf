using SpanNet.Graphs;
using SpanNet.Kernels.Activations;
using SpanNet.Layers;
using SpanNet.Reference.Layers;

namespace SpanNet.Testing.Cases;

/// <summary>Recurrent nets: every cell, stacked, in both directions, with first states and lengths, and widths that fill no vector.</summary>
internal static class RecurrentCases
{
    public static LayerCase[] All { get; } =
    [
        new("rnn", new Rnn(5), new Shape(4, 3)),
        new("rnn relu, last state", new Rnn(17) { Activation = Activation.ReLU, Output = RecurrentOutput.LastState }, new Shape(3, 5)),
        new("rnn to its own shape", new Rnn(6), new Shape(3, 6)),
        new("rnn with first states of its inputs' shape", new Rnn(5) { Layers = 2 }, new Shape(2, 5), new Shape(2, 5)),
        new("gru", new Gru(7), new Shape(4, 3)),
        new("gru of 18, last state", new Gru(18) { Output = RecurrentOutput.LastState }, new Shape(3, 2)),
        new("gru of one step", new Gru(4), new Shape(1, 3)),
        new("gru with first states", new Gru(3) { Output = RecurrentOutput.LastState }, new Shape(3, 2), new Shape(1, 3)),
        new(
            "gru, stacked, both directions, first states, lengths",
            new Gru(3)
            {
                Layers = 2,
                IsBidirectional = true,
                HasLengths = true,
            },
            new Shape(4, 2),
            new Shape(4, 3),
            new Shape([1])
        ),
        new("lstm", new Lstm(6), new Shape(4, 3)),
        new("lstm of 16, last state", new Lstm(16) { Output = RecurrentOutput.LastState }, new Shape(3, 4)),
        new("lstm of one number", new Lstm(1), new Shape(3, 1)),
        new("lstm, both directions", new Lstm(3) { IsBidirectional = true }, new Shape(3, 2)),
        new(
            "lstm, both directions, last states, lengths",
            new Lstm(3)
            {
                IsBidirectional = true,
                Output = RecurrentOutput.LastState,
                HasLengths = true,
            },
            new Shape(5, 2),
            new Shape([1])
        ),
        new("lstm, stacked, first states", new Lstm(4) { Layers = 2 }, new Shape(3, 2), new Shape(2, 4), new Shape(2, 4)),
    ];

    /// <summary>The layer in double.</summary>
    public static ReferenceLayer Reference(RecurrentLayer layer, Shape input) =>
        new RecurrentReference(
            new RecurrentReferenceCell(layer is Rnn rnn ? rnn.Activation.Name : layer.Kind, layer.Hidden),
            input[0],
            input[1],
            layer.Hidden,
            layer.Layers,
            layer.IsBidirectional ? 2 : 1,
            layer.Output == RecurrentOutput.LastState,
            layer.HasLengths
        );

    /// <summary>Makes the last of a layer's random inputs lengths, when it takes them.</summary>
    public static void SetLengths(Graph graph, float[][] inputs)
    {
        foreach (Node node in graph.Nodes)
        {
            if (node.Layer is RecurrentLayer { HasLengths: true })
            {
                inputs[^1] = [.. inputs[^1].Select(value => 1f + (int)(MathF.Abs(value) / 1.5001f * node.InputShapes[0][0]))];
                return;
            }
        }
    }
}
