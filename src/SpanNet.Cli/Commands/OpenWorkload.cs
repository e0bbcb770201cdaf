using System.Text.Json;
using SpanNet.Cli.Reports;
using SpanNet.Kernels.Threading;
using SpanNet.Losses;
using SpanNet.Models;
using SpanNet.Optimizers;

namespace SpanNet.Cli.Commands;

/// <summary>A network from the command line that is ready to be measured, with all that it runs on.</summary>
internal sealed class OpenWorkload : IDisposable
{
    /// <summary>The mode of training steps.</summary>
    public const string Train = "train";

    /// <summary>The mode of predictions.</summary>
    public const string Infer = "infer";

    private readonly string name;
    private readonly string mode;
    private readonly string how;
    private readonly Model model;

    /// <summary>Loads the network.</summary>
    /// <param name="name">ARCH or MODEL.</param>
    /// <param name="mode"><see cref="Train"/> or <see cref="Infer"/>.</param>
    /// <param name="batch">Samples per call.</param>
    /// <param name="threads">Threads.</param>
    /// <param name="optimizer">The optimizer; null: what suits the network.</param>
    /// <param name="loss">The loss; null: what suits the network.</param>
    public OpenWorkload(string name, string mode, int batch, int threads, Optimizer? optimizer, Loss? loss)
    {
        this.name = name;
        this.mode = mode;
        Batch = batch;
        model = NetworkName.IsModelFile(name) ? ModelFile.Load(name) : new Model(Architecture.Load(name), seed: 1);
        var defaults = BenchDefaults.For(name, model);
        optimizer ??= OptimizerCatalog.All.Create(defaults.Optimizer);
        loss ??= LossCatalog.All.Create(defaults.Loss);
        Team = new ThreadTeam(threads);
        Calls = mode == Train ? BenchWorkload.Train(model, batch, Team, optimizer, loss) : BenchWorkload.Infer(model, batch, Team);
        FlopsPerSample = mode == Train ? NetworkCost.Training(model.Graph) : NetworkCost.Forward(model.Graph);
        how = mode == Train ? $", {optimizer.Kind}, {loss.Kind}" : "";
    }

    /// <summary>Samples per call.</summary>
    public int Batch { get; }

    /// <summary>The threads.</summary>
    public ThreadTeam Team { get; }

    /// <summary>What is called.</summary>
    public BenchWorkload Calls { get; }

    /// <summary>FLOPs of a call for one sample.</summary>
    public long FlopsPerSample { get; }

    /// <summary>The network and how it runs, in words.</summary>
    public (string Name, string Value)[] Facts =>
        [("network", $"{name}: {SummaryCommand.Chain(model.Graph)}"), ("mode", $"{mode}, batch {Figures.Count(Batch)}{how}")];

    /// <summary>The same in a few words.</summary>
    public string Title => $"spannet {name}, {mode}, batch {Figures.Count(Batch)}";

    /// <summary>Writes the network and how it runs as members of a JSON object.</summary>
    public void Write(Utf8JsonWriter json)
    {
        json.WriteString("network", name);
        json.WriteString("mode", mode);
        json.WriteNumber("batch", Batch);
        json.WriteNumber("threads", Team.Threads);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Calls.Dispose();
        Team.Dispose();
        model.Dispose();
    }
}
