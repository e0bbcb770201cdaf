using SpanNet.Graphs;
using SpanNet.Initializers;
using SpanNet.Layers;

namespace SpanNet.Models;

/// <summary>The transformers of the zoo: width 128, 4 heads, 2 layers, normalized before each part.</summary>
internal static class TransformerNetworks
{
    private const int Width = 128;
    private const int Inner = 4 * Width;
    private const int Heads = 4;
    private const int Blocks = 2;
    private const float EmbeddingDeviation = 0.02f;
    private const float Dropout = 0.1f;

    /// <summary>
    /// Scores of a sequence [time, features]: projected to the width, positions added, the blocks, the mean over time, a dense layer. A
    /// picture is a sequence of its rows, a row of numbers a sequence of single numbers.
    /// </summary>
    public static Graph Encoder(Shape input, int outputs)
    {
        var builder = new GraphBuilder();
        Node x = builder.Input(input);
        if (input.Rank != 2)
        {
            x = builder.Add(new Reshape(new Shape(input[0], input.Length / input[0])), x);
        }

        x = builder.Add(new PositionalEmbedding(), builder.Add(new Dense(Width), x));
        x = Stack(builder, x, new TransformerBlock(Heads, Inner));
        return builder.Build(builder.Add(new Dense(outputs), builder.Add(new Mean([0]), x)));
    }

    /// <summary>Scores of the character behind each of a window [time] of characters, of which there are as many as outputs.</summary>
    public static Graph CharacterModel(Shape input, int outputs)
    {
        var builder = new GraphBuilder();
        var embedding = new Embedding(outputs, Width) { Initializer = new Normal(0f, EmbeddingDeviation) };
        Node x = builder.Add(new PositionalEmbedding(), builder.Add(embedding, builder.Input(input)));
        x = Stack(builder, x, new TransformerBlock(Heads, Inner) { IsCausal = true, Dropout = Dropout });
        return builder.Build(builder.Add(new Dense(outputs), x));
    }

    private static Node Stack(GraphBuilder builder, Node x, TransformerBlock block)
    {
        for (int i = 0; i < Blocks; i++)
        {
            x = block.AddTo(builder, x);
        }

        return builder.Add(new LayerNorm(), x);
    }
}
