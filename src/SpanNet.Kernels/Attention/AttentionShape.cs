namespace SpanNet.Kernels.Attention;

/// <summary>The sizes of an attention: rows of queries look at rows of keys, in several heads side by side.</summary>
/// <param name="Queries">Rows of the queries, T.</param>
/// <param name="Keys">Rows of the keys and values, S.</param>
/// <param name="Heads">Number of heads; head h has columns h·d … (h + 1)·d − 1.</param>
/// <param name="HeadWidth">Columns of a head, d.</param>
/// <param name="IsCausal">True: query i looks at keys 0 … i only.</param>
public readonly record struct AttentionShape(int Queries, int Keys, int Heads, int HeadWidth, bool IsCausal)
{
    /// <summary>Columns of all heads, E.</summary>
    public int Width => Heads * HeadWidth;

    /// <summary>Weights of one sample: [heads, queries, keys].</summary>
    public int Weights => checked(Heads * HeadWeights);

    /// <summary>Weights of one head: [queries, keys].</summary>
    internal int HeadWeights => checked(Queries * Keys);

    /// <summary>Floating-point operations of the two products of one head.</summary>
    internal long HeadFlops => 4L * Queries * Keys * HeadWidth;
}
