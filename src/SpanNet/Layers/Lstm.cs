using SpanNet.Configuration;
using SpanNet.Graphs;
using SpanNet.Kernels.Recurrent;

namespace SpanNet.Layers;

/// <summary>
/// Long short-term memory: i, f, o = σ(W x + b + U h + c), g = tanh(W x + b + U h + c), cell ← f · cell + i · g, h ← o · tanh(cell).
/// Gates in the order i, f, g, o. Hochreiter and Schmidhuber 1997; Gers, Schmidhuber and Cummins 2000. See <see cref="RecurrentLayer"/>.
/// </summary>
/// <param name="Hidden">Numbers of the state.</param>
public sealed record Lstm(int Hidden) : RecurrentLayer(Hidden)
{
    /// <inheritdoc/>
    public override string Kind => "lstm";

    internal override RecurrentKind Cell => RecurrentKind.Lstm;

    /// <summary>Reads the options of a file.</summary>
    public static Lstm Read(OptionReader options) =>
        new(options.Int32("hidden", minimum: 1))
        {
            Layers = options.Int32("layers", 1, minimum: 1),
            IsBidirectional = options.Boolean("bidirectional", false),
            Output = ReadOutput(options),
            HasLengths = options.Boolean("lengths", false),
            Regularization = Regularization.Read(options),
        };
}
