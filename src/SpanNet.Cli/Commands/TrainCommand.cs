using System.CommandLine;
using SpanNet.Cli.Sources;
using SpanNet.Configuration;
using SpanNet.Models;
using SpanNet.Optimizers;

namespace SpanNet.Cli.Commands;

/// <summary><c>spannet train</c>: its options, and from them the settings of a <see cref="TrainRun"/>.</summary>
internal sealed class TrainCommand
{
    private readonly DataOptions data = new("What to learn. [default: digits, which come with the program]");
    private readonly Option<string?> network = new("--model")
    {
        Description =
            $"The network: {string.Join(", ", ZooCatalog.Names)}, or a JSON file. [default: {TrainDefaults.Network}, for texts char-lm]",
        HelpName = "ARCH",
    };
    private readonly Option<int?> epochs = NumberOption.Whole("--epochs", "Most passes over the training data.", 1);
    private readonly Option<int?> batch = NumberOption.Whole("--batch", "Samples per step.", 1, 1 << 20);
    private readonly Option<double?> rate = NumberOption.Real("--lr", "Learning rate.", 0, float.MaxValue);
    private readonly Option<string?> optimizer = new("--optimizer")
    {
        Description = $"{string.Join(", ", OptimizerCatalog.All.Kinds)}. [default: {TrainDefaults.Optimizer}]",
        HelpName = "NAME",
    };
    private readonly Option<string?> loss = new("--loss")
    {
        Description = $"{string.Join(", ", TaskLoss.Names)}. [default: cross-entropy for classes, mse for numbers]",
        HelpName = "NAME",
    };
    private readonly Option<ulong?> seed = NumberOption.Seed(
        "--seed",
        "Seed of everything random; the same seed gives the same file. [default: 1]"
    );
    private readonly Option<int?> threads = NumberOption.Whole(
        "--threads",
        "Threads; changes the time, never the result. [default: one per core]",
        1,
        1024
    );
    private readonly Option<int?> patience = NumberOption.Whole(
        "--patience",
        "Epochs without a lower validation loss after which to stop.",
        1
    );
    private readonly Option<double?> targetAccuracy = NumberOption.Real(
        "--target-accuracy",
        "Stop when the accuracy on validation (R² for numbers) reaches this, for example 0.95.",
        0,
        1
    );
    private readonly Option<double?> validation = NumberOption.Real(
        "--validation",
        "Share of the samples held out to decide when to stop; 0: none. Test samples are never among them.",
        0,
        0.9
    );
    private readonly Option<string?> file = new("--out")
    {
        Description = "The model file to write. [default: the data's name.safetensors]",
        HelpName = "FILE",
    };
    private readonly Option<bool> json = new("--json")
    {
        Description = "For machines: one JSON object a line, one line per epoch and one at the end.",
    };
    private readonly Terminal terminal;
    private readonly CancellationToken cancellation;

    public TrainCommand(Terminal terminal, CancellationToken cancellation)
    {
        this.terminal = terminal;
        this.cancellation = cancellation;
        Command = new Command("train", "Trains a network and saves it. Ctrl-C stops and saves what was learned.");
        data.AddTo(Command);
        foreach (
            Option option in (Option[])
                [network, epochs, batch, rate, optimizer, loss, seed, threads, patience, targetAccuracy, validation, file, json]
        )
        {
            Command.Options.Add(option);
        }

        HelpExamples.AddTo(
            Command,
            "spannet train",
            "spannet train --data fashion-mnist --epochs 10 --out fashion.safetensors",
            "spannet train --data iris.csv --target species --json",
            "spannet train --data text:book.txt --out book.safetensors",
            "spannet train --model network.json --optimizer momentum --lr 0.05"
        );
        Command.SetAction(Execute);
    }

    /// <summary>The command.</summary>
    public Command Command { get; }

    private int Execute(ParseResult parsed)
    {
        TrainSettings settings = Read(parsed);
        ITrainView view =
            parsed.GetValue(json) ? new TrainJson(terminal.Out)
            : terminal.Draws ? new TrainConsole(terminal.Out)
            : new TrainPlain(terminal.Out);
        return new TrainRun(settings, view).Execute(cancellation);
    }

    private TrainSettings Read(ParseResult parsed)
    {
        string name = parsed.GetValue(data.Data) ?? DataChoice.Default;
        ulong number = parsed.GetValue(seed) ?? 1;
        var defaults = TrainDefaults.For(name);
        return new TrainSettings
        {
            Data = new DataChoice(name)
            {
                Folder = parsed.GetValue(data.Folder),
                Target = parsed.GetValue(data.Target),
                Validation = parsed.GetValue(validation),
                Seed = number,
            },
            Network = parsed.GetValue(network) ?? defaults.Model,
            Optimizer = ReadOptimizer(parsed.GetValue(optimizer), parsed.GetValue(rate), defaults),
            RateFalls = defaults.RateFalls,
            Loss = parsed.GetValue(loss),
            LabelSmoothing = defaults.LabelSmoothing,
            Epochs = parsed.GetValue(epochs) ?? defaults.Epochs,
            Batch = parsed.GetValue(batch) ?? defaults.Batch,
            Seed = number,
            Threads = parsed.GetValue(threads),
            Patience = parsed.GetValue(patience) ?? defaults.Patience,
            TargetScore = parsed.GetValue(targetAccuracy),
            ModelFile = ModelFileFor(name, parsed.GetValue(file)),
        };
    }

    // The default rate belongs to the default optimizer; any other brings its own.
    private static Optimizer ReadOptimizer(string? name, double? rate, TrainDefaults defaults)
    {
        try
        {
            Optimizer optimizer = OptimizerCatalog.All.Create(name ?? TrainDefaults.Optimizer);
            double learningRate = rate ?? (name is null ? defaults.LearningRate : optimizer.LearningRate);
            return optimizer with { LearningRate = (float)learningRate };
        }
        catch (ConfigurationException exception)
        {
            throw new UsageException(exception.Message);
        }
    }

    private static string ModelFileFor(string data, string? given) =>
        OutputFile.Check("--out", given ?? $"{Path.GetFileNameWithoutExtension(DataSources.FileOf(data))}.safetensors");
}
