using SpanNet.Graphs;
using SpanNet.Layers;
using SpanNet.Reference.Layers;

namespace SpanNet.Testing.Cases;

/// <summary>Attention with one, two and three inputs, masked and not, with widths that fill panels and widths that do not.</summary>
public static class AttentionCases
{
    public static IReadOnlyList<LayerCase> All { get; } =
    [
        new("self-attention", new MultiHeadAttention(2), new Shape(5, 6)),
        new("self-attention of one position", new MultiHeadAttention(1), new Shape(1, 1)),
        new("self-attention without bias", new MultiHeadAttention(3) { HasBias = false }, new Shape(4, 6)),
        new("self-attention of a whole panel", new MultiHeadAttention(1), new Shape(17, 16)),
        new("causal attention", new MultiHeadAttention(2) { IsCausal = true }, new Shape(6, 8)),
        new("causal masked attention", new MultiHeadAttention(2) { IsCausal = true, HasKeyMask = true }, new Shape(5, 4), new Shape([5])),
        new("masked attention", new MultiHeadAttention(1) { HasKeyMask = true }, new Shape(4, 3), new Shape([4])),
        new("cross-attention", new MultiHeadAttention(2), new Shape(3, 4), new Shape(5, 4)),
        new("cross-attention to one key", new MultiHeadAttention(2), new Shape(3, 4), new Shape(1, 4)),
        new("masked cross-attention", new MultiHeadAttention(2) { HasKeyMask = true }, new Shape(2, 4), new Shape(18, 4), new Shape([18])),
        new("attention of three", new MultiHeadAttention(2), new Shape(3, 4), new Shape(5, 4), new Shape(5, 4)),
        new("attention of three alike", new MultiHeadAttention(2) { IsCausal = true }, new Shape(4, 4), new Shape(4, 4), new Shape(4, 4)),
        new("attention with dropout", new MultiHeadAttention(2) { Dropout = 0.4f }, new Shape(5, 6)),
    ];

    /// <summary>The layer in double, with the dropout mask of <see cref="NetworkRun.Step"/>.</summary>
    internal static AttentionReference Reference(MultiHeadAttention layer, Node node, PlanMode mode, int batch)
    {
        int sequences = node.Inputs.Length - (layer.HasKeyMask ? 1 : 0);
        Shape queries = node.InputShapes[0];
        int keyInput = sequences > 1 ? 1 : 0;
        int keys = node.InputShapes[keyInput][0];
        return new AttentionReference(queries[0], keys, queries[1], layer.Heads)
        {
            KeyInput = keyInput,
            ValueInput = sequences - 1,
            MaskInput = layer.HasKeyMask ? sequences : null,
            IsCausal = layer.IsCausal,
            HasBias = layer.HasBias,
            Dropout =
                layer.Dropout > 0 && mode == PlanMode.Training
                    ? LayerReferences.Mask(node, layer.Dropout, batch * layer.Heads * queries[0] * keys)
                    : null,
        };
    }
}
