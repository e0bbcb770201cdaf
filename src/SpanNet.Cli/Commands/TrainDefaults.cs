using SpanNet.Cli.Sources;
using SpanNet.Models;

namespace SpanNet.Cli.Commands;

/// <summary>How a data set is learned when the command line does not say: the one table of such figures.</summary>
/// <param name="Epochs">Most passes over the training part.</param>
/// <param name="Batch">Samples per step.</param>
/// <param name="LearningRate">Step size of <see cref="Optimizer"/>.</param>
/// <param name="Patience">Epochs without an improvement after which the run ends.</param>
internal sealed record TrainDefaults(int Epochs, int Batch, double LearningRate, int Patience)
{
    /// <summary>The optimizer for every data set.</summary>
    public const string Optimizer = "adam";

    /// <summary>The network for every data set but texts.</summary>
    public const string Network = ZooCatalog.Default;

    private static readonly TrainDefaults digits = new(Epochs: 100, Batch: 32, LearningRate: 0.003, Patience: 20) { LabelSmoothing = 0.1 };
    private static readonly TrainDefaults images = new(Epochs: 10, Batch: 64, LearningRate: 0.004, Patience: 5) { RateFalls = true };
    private static readonly TrainDefaults table = new(Epochs: 200, Batch: 32, LearningRate: 0.003, Patience: 20);

    /// <summary>The network for texts.</summary>
    private const string TextNetwork = "char-lm";

    private static readonly TrainDefaults text = new(Epochs: 10, Batch: 32, LearningRate: 0.001, Patience: 3)
    {
        RateFalls = true,
        Model = TextNetwork,
    };

    /// <summary>The network for this kind of data.</summary>
    public string Model { get; private init; } = Network;

    /// <summary>Share of each target that goes to all classes alike.</summary>
    public double LabelSmoothing { get; private init; }

    /// <summary>Whether the step size falls to 0 over the epochs: for runs of few epochs that are rarely ended early.</summary>
    public bool RateFalls { get; private init; }

    /// <summary>The figures for <paramref name="data"/>, as <c>--data</c> names it.</summary>
    public static TrainDefaults For(string data) =>
        data == DataChoice.Default ? digits
        : DataSources.IsText(data) ? text
        : DataSources.IsTable(data) ? table
        : images;
}
