using System.CommandLine;
using SpanNet.Cli.Reports;
using SpanNet.Configuration;
using SpanNet.Kernels.Threading;
using SpanNet.Losses;
using SpanNet.Models;
using SpanNet.Optimizers;

namespace SpanNet.Cli.Commands;

/// <summary><c>spannet bench</c>: how long single training steps or predictions of a network take on this machine.</summary>
internal sealed class BenchCommand
{
    private const string Train = "train";
    private const string Infer = "infer";

    private readonly Argument<string> network = new("ARCH|MODEL")
    {
        Description = $"The network: {string.Join(", ", ZooCatalog.Names)}, a JSON file, or a model file.",
    };
    private readonly Option<string?> mode = new("--mode")
    {
        Description = $"{Train}: steps, each with a new batch; {Infer}: predictions. [default: {Train}]",
        HelpName = $"{Train}|{Infer}",
    };
    private readonly Option<int?> batch = NumberOption.Whole("--batch", $"Samples per call. [default: {BenchDefaults.Batch}]", 1, 1 << 16);
    private readonly Option<int?> threads = NumberOption.Whole("--threads", $"Threads. [default: {BenchDefaults.Threads}]", 1, 1024);
    private readonly Option<string?> optimizer = new("--optimizer")
    {
        Description =
            $"{string.Join(", ", OptimizerCatalog.All.Kinds)}. [default: momentum for mlp-s, sgd for tiny and lenet, else {TrainDefaults.Optimizer}]",
        HelpName = "NAME",
    };
    private readonly Option<string?> loss = new("--loss")
    {
        Description = $"{string.Join(", ", LossCatalog.All.Kinds)}. [default: cross-entropy for classes, mse for numbers and tiny]",
        HelpName = "NAME",
    };
    private readonly Option<double?> seconds = NumberOption.Real(
        "--seconds",
        $"Time to measure for, after a warm-up; 16 million calls at most. [default: {BenchDefaults.Seconds}]",
        0.01,
        3600
    );
    private readonly Option<bool> json = new("--json") { Description = "For machines: one JSON object on one line." };
    private readonly Terminal terminal;
    private readonly CancellationToken cancellation;

    public BenchCommand(Terminal terminal, CancellationToken cancellation)
    {
        this.terminal = terminal;
        this.cancellation = cancellation;
        Command = new Command("bench", "Times every single training step or prediction of a network, on random data.") { network };
        foreach (Option option in (Option[])[mode, batch, threads, optimizer, loss, seconds, json])
        {
            Command.Options.Add(option);
        }

        HelpExamples.AddTo(
            Command,
            "spannet bench mlp-s",
            "spannet bench mlp-l --batch 128 --threads 2 --optimizer adam",
            "spannet bench digits.safetensors --mode infer --batch 1 --seconds 5 --json"
        );
        Command.SetAction(Execute);
    }

    /// <summary>The command.</summary>
    public Command Command { get; }

    private int Execute(ParseResult parsed)
    {
        string name = parsed.GetRequiredValue(network);
        string kind = ReadMode(parsed);
        int rows = parsed.GetValue(batch) ?? BenchDefaults.Batch;
        int number = parsed.GetValue(threads) ?? BenchDefaults.Threads;
        Optimizer? givenOptimizer = Named(OptimizerCatalog.All, parsed.GetValue(optimizer));
        Loss? givenLoss = Named(LossCatalog.All, parsed.GetValue(loss));
        using Model model = NetworkName.IsModelFile(name) ? ModelFile.Load(name) : new Model(Architecture.Load(name), seed: 1);
        var defaults = BenchDefaults.For(name, model);
        Optimizer rule = givenOptimizer ?? OptimizerCatalog.All.Create(defaults.Optimizer);
        Loss measure = givenLoss ?? LossCatalog.All.Create(defaults.Loss);
        using ThreadTeam? several = number > 1 ? new ThreadTeam(number) : null;
        ThreadTeam team = several ?? ThreadTeam.Single;
        using BenchWorkload workload =
            kind == Train ? BenchWorkload.Train(model, rows, team, rule, measure) : BenchWorkload.Infer(model, rows, team);
        BenchMeasurement measurement = BenchRun.Measure(workload, parsed.GetValue(seconds) ?? BenchDefaults.Seconds, number, cancellation);
        long flops = kind == Train ? NetworkCost.Training(model.Graph) : NetworkCost.Forward(model.Graph);
        var report = new BenchReport(measurement, rows, flops);
        if (parsed.GetValue(json))
        {
            JsonLine.Write(
                terminal.Out,
                writer =>
                {
                    writer.WriteString("network", name);
                    writer.WriteString("mode", kind);
                    writer.WriteNumber("batch", rows);
                    writer.WriteNumber("threads", number);
                    report.Write(writer);
                }
            );
        }
        else
        {
            string how = kind == Train ? $", {rule.Kind}, {measure.Kind}" : "";
            report.Show(
                Report.On(terminal),
                [("network", $"{name}: {SummaryCommand.Chain(model.Graph)}"), ("mode", $"{kind}, batch {Figures.Count(rows)}{how}")],
                number
            );
        }

        return ExitCode.Done;
    }

    private string ReadMode(ParseResult parsed)
    {
        string kind = parsed.GetValue(mode) ?? Train;
        if (kind is not (Train or Infer))
        {
            throw new UsageException($"--mode: unknown mode '{kind}'; {Spelling.Suggest(kind, [Train, Infer])}");
        }

        foreach (Option<string?> option in (Option<string?>[])[optimizer, loss])
        {
            if (kind == Infer && parsed.GetValue(option) is not null)
            {
                throw new UsageException($"{option.Name} belongs to --mode {Train}: a prediction has none");
            }
        }

        return kind;
    }

    private static T? Named<T>(Catalog<T> catalog, string? kind)
        where T : class
    {
        try
        {
            return kind is null ? null : catalog.Create(kind);
        }
        catch (ConfigurationException exception)
        {
            throw new UsageException(exception.Message);
        }
    }
}
