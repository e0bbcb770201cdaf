using SpanNet.Models;

namespace SpanNet.Cli.Commands;

/// <summary>How a network is measured when the command line does not say: the one table of such figures.</summary>
/// <param name="Optimizer">Kind of the optimizer.</param>
/// <param name="Loss">Kind of the loss.</param>
internal sealed record BenchDefaults(string Optimizer, string Loss)
{
    /// <summary>Samples per call.</summary>
    public const int Batch = 32;

    /// <summary>Threads.</summary>
    public const int Threads = 1;

    /// <summary>Time of the measured calls.</summary>
    public const double Seconds = 2;

    private const string Classes = "cross-entropy";
    private const string Numbers = "mse";

    /// <summary>For a network of the catalog the workload that the peers run too; for a model file what it was trained with.</summary>
    public static BenchDefaults For(string network, Model model) =>
        network switch
        {
            "mlp-s" => new("momentum", Classes),
            "mlp-l" => new(TrainDefaults.Optimizer, Classes),
            "tiny" => new("sgd", Numbers),
            "lenet" => new("sgd", Classes),
            "autoencoder" => new(TrainDefaults.Optimizer, Numbers),
            _ => new(
                model.Run?.Options.GetValueOrDefault(RunOption.Optimizer) ?? TrainDefaults.Optimizer,
                model.Run is not null ? TaskLoss.Of(model).Kind
                    : model.Graph.Outputs is [{ Shape.Length: 1 }] ? Numbers
                    : Classes
            ),
        };
}
