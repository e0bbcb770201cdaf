using SpanNet.Kernels.Normalization;

namespace SpanNet.Operators;

/// <summary>The extents of a group normalization of one sample.</summary>
/// <param name="Positions">Height · width.</param>
/// <param name="Channels">Channels.</param>
/// <param name="Groups">Groups; divide the channels.</param>
/// <param name="Epsilon">ε.</param>
internal readonly record struct GroupNormShape(int Positions, int Channels, int Groups, float Epsilon)
{
    public int Length => Positions * Channels;

    /// <summary>Channels of a group.</summary>
    public int Width => Channels / Groups;

    /// <summary>Floats for one sample: those of the moments and one row of channels.</summary>
    public int ForwardScratch => ColumnMoments.Scratch(Positions, Channels) + Channels;

    /// <summary>Floats for one sample: those of the sums and three rows of channels.</summary>
    public int BackwardScratch => ColumnGradients.Scratch(Positions, Channels) + (3 * Channels);
}
