using SpanNet.Graphs;
using SpanNet.Kernels.Recurrent;

namespace SpanNet.Operators;

/// <summary>What <see cref="RecurrentOp"/> is to compute.</summary>
/// <param name="Cell">What a cell computes.</param>
/// <param name="Hidden">Numbers of the state.</param>
/// <param name="Layers">Layers on top of each other.</param>
/// <param name="Directions">1, or 2 with a backward direction.</param>
/// <param name="Gives">What comes out.</param>
/// <param name="HasLengths">Whether the last input is the number of steps.</param>
internal sealed record RecurrentNet(RecurrentKind Cell, int Hidden, int Layers, int Directions, RecurrentGives Gives, bool HasLengths)
{
    /// <summary>Nets of one direction and one layer.</summary>
    public int Count => Layers * Directions;

    /// <summary>Floats of one step of a layer's output.</summary>
    public int Outputs => Directions * Hidden;

    /// <summary>Floats of all hidden states, or of all cell states.</summary>
    public int States => Count * Hidden;

    /// <summary>Floats of all that the net remembers: hidden states, then cell states where there are any.</summary>
    public int Memory => Cell == RecurrentKind.Lstm ? 2 * States : States;

    /// <summary>Sizes of layer number <paramref name="layer"/> for inputs [time, features].</summary>
    public RecurrentShape ShapeOf(Shape input, int layer) => new(Cell, layer == 0 ? input[1] : Outputs, Hidden, input[0]);
}
