using SpanNet.Configuration;
using SpanNet.Graphs;
using SpanNet.Kernels.Recurrent;

namespace SpanNet.Layers;

/// <summary>
/// Gated recurrent unit: r, z = σ(W x + b + U h + c), n = tanh(W x + b + r · (U h + c)), h ← (1 − z) · n + z · h. Gates in the order r, z,
/// n; the reset gate stands behind the product, as in PyTorch. Cho et al. 2014. See <see cref="RecurrentLayer"/>.
/// </summary>
/// <param name="Hidden">Numbers of the state.</param>
public sealed record Gru(int Hidden) : RecurrentLayer(Hidden)
{
    /// <inheritdoc/>
    public override string Kind => "gru";

    internal override RecurrentKind Cell => RecurrentKind.Gru;

    /// <summary>Reads the options of a file.</summary>
    public static Gru Read(OptionReader options) =>
        new(options.Int32("hidden", minimum: 1))
        {
            Layers = options.Int32("layers", 1, minimum: 1),
            IsBidirectional = options.Boolean("bidirectional", false),
            Output = ReadOutput(options),
            HasLengths = options.Boolean("lengths", false),
            Regularization = Regularization.Read(options),
        };
}
