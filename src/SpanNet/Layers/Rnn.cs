using SpanNet.Configuration;
using SpanNet.Graphs;
using SpanNet.Kernels.Activations;
using SpanNet.Kernels.Recurrent;

namespace SpanNet.Layers;

/// <summary>The plain recurrent net: h ← f(W x + b + U h + c). Elman 1990. See <see cref="RecurrentLayer"/>.</summary>
/// <param name="Hidden">Numbers of the state.</param>
public sealed record Rnn(int Hidden) : RecurrentLayer(Hidden)
{
    private readonly Activation activation = Activation.Tanh;

    /// <summary>f: tanh or ReLU.</summary>
    /// <exception cref="ArgumentException">It is another.</exception>
    public Activation Activation
    {
        get => activation;
        init =>
            activation =
                value.Equals(Activation.Tanh) || value.Equals(Activation.ReLU)
                    ? value
                    : throw new ArgumentException($"A recurrent net takes tanh or relu, got {value}.");
    }

    /// <inheritdoc/>
    public override string Kind => "rnn";

    internal override RecurrentKind Cell => Activation.Equals(Activation.Tanh) ? RecurrentKind.Tanh : RecurrentKind.ReLU;

    /// <summary>Reads the options of a file.</summary>
    public static Rnn Read(OptionReader options)
    {
        var layer = new Rnn(options.Int32("hidden", minimum: 1))
        {
            Layers = options.Int32("layers", 1, minimum: 1),
            IsBidirectional = options.Boolean("bidirectional", false),
            Output = ReadOutput(options),
            HasLengths = options.Boolean("lengths", false),
            Regularization = Regularization.Read(options),
        };
        try
        {
            return layer with { Activation = LayerCatalog.Activations.Option(options, "activation") ?? Activation.Tanh };
        }
        catch (ArgumentException exception)
        {
            throw new ConfigurationException(options.PathOf("activation"), exception.Message);
        }
    }

    /// <inheritdoc/>
    public override void WriteOptions(OptionWriter writer)
    {
        base.WriteOptions(writer);
        writer.Activation("activation", Activation.Equals(Activation.Tanh) ? null : Activation);
    }
}
