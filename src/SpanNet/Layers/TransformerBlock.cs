using SpanNet.Graphs;
using SpanNet.Kernels.Activations;

namespace SpanNet.Layers;

/// <summary>
/// A transformer encoder layer as a composition: attention and two dense layers, each with a residual connection, a normalization and
/// dropout. Normalized before (x + f(norm(x)), which trains without a warm-up) or after (norm(x + f(x)), as Vaswani and others 2017).
/// </summary>
/// <param name="Heads">Heads of the attention; divides the width.</param>
/// <param name="Inner">Width between the two dense layers.</param>
public sealed record TransformerBlock(int Heads, int Inner)
{
    /// <summary>Between the two dense layers; null: ReLU.</summary>
    public Activation? Activation { get; init; }

    /// <summary>True: a position looks at itself and those before it only.</summary>
    public bool IsCausal { get; init; }

    /// <summary>True: the normalization stands before attention and dense layers; false: after the residual connections.</summary>
    public bool IsPreNorm { get; init; } = true;

    /// <summary>Rate of the dropout before each residual connection; 0: none.</summary>
    public float Dropout { get; init; }

    /// <summary>Adds the block to <paramref name="builder"/>, applied to the sequence <paramref name="x"/> [time, width].</summary>
    /// <param name="builder">The graph.</param>
    /// <param name="x">A sequence.</param>
    /// <param name="keyMask">[time], at most ½ at positions that nobody is to look at; null: all count.</param>
    /// <returns>A sequence of the same shape.</returns>
    /// <exception cref="ShapeException">The shapes do not fit.</exception>
    public Node AddTo(GraphBuilder builder, Node x, Node? keyMask = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(x);
        x = Residual(builder, x, normal => Attend(builder, normal, keyMask));
        return Residual(builder, x, normal => Transform(builder, normal));
    }

    private Node Attend(GraphBuilder builder, Node x, Node? keyMask)
    {
        var attention = new MultiHeadAttention(Heads) { IsCausal = IsCausal, HasKeyMask = keyMask is not null };
        return keyMask is null ? builder.Add(attention, x) : builder.Add(attention, x, keyMask);
    }

    private Node Transform(GraphBuilder builder, Node x)
    {
        int width = x.Shape[^1];
        Node inner = builder.Add(new Dense(Inner, Activation ?? Kernels.Activations.Activation.ReLU), x);
        return builder.Add(new Dense(width), inner);
    }

    private Node Residual(GraphBuilder builder, Node x, Func<Node, Node> f)
    {
        Node y = f(IsPreNorm ? builder.Add(new LayerNorm(), x) : x);
        y = builder.Add(new Sum(), x, Dropout > 0 ? builder.Add(new Layers.Dropout(Dropout), y) : y);
        return IsPreNorm ? y : builder.Add(new LayerNorm(), y);
    }
}
