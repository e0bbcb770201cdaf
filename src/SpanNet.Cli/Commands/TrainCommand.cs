using System.CommandLine;
using SpanNet.Cli.Sources;
using SpanNet.Configuration;
using SpanNet.Models;
using SpanNet.Optimizers;

namespace SpanNet.Cli.Commands;

/// <summary><c>spannet train</c>: its options, and from them the settings of a <see cref="TrainRun"/>.</summary>
internal sealed class TrainCommand
{
    private const double LeastMixup = 0.01;
    private const double MostDecay = 0.99999;

    private readonly DataOptions data = new("What to learn. [default: digits, which come with the program]");
    private readonly Option<string?> network = new("--model")
    {
        Description =
            $"The network: {string.Join(", ", ZooCatalog.Names)}, or a JSON file. [default: {TrainDefaults.Network}, for texts char-lm]",
        HelpName = "ARCH",
    };
    private readonly Option<string?> from = new("--from")
    {
        Description = "A model file to go on with: its network, its weights, what it does to its inputs. [default: random weights]",
        HelpName = "MODEL",
    };
    private readonly Option<string?> freeze = new("--freeze")
    {
        Description = "Layers of that model which keep their weights, by commas; 'conv*' means all whose names begin so.",
        HelpName = "NAMES",
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
    private readonly Option<double?> mixup = NumberOption.Real(
        "--mixup",
        "Mix each sample with another, shares from Beta(N, N): 0.2 mixes few, 1 many. For classes.",
        LeastMixup,
        1
    );
    private readonly Option<int?> cutOut = NumberOption.Whole("--cutout", "Clear a square of N pixels somewhere in each picture.", 1);
    private readonly Option<double?> average = NumberOption.Real(
        "--ema",
        "Average the weights over about 1 / (1 - N) steps; the averages are validated and saved.",
        0,
        MostDecay
    );
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
                [
                    network,
                    from,
                    freeze,
                    epochs,
                    batch,
                    rate,
                    optimizer,
                    loss,
                    mixup,
                    cutOut,
                    average,
                    seed,
                    threads,
                    patience,
                    targetAccuracy,
                    validation,
                    file,
                    json,
                ]
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
            "spannet train --model network.json --optimizer momentum --lr 0.05",
            "spannet train --data fashion-mnist --model resnet-8 --mixup 0.2 --cutout 8 --ema 0.999",
            "spannet train --data new.csv --from old.safetensors --freeze dense --out new.safetensors"
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
        string? start = parsed.GetValue(from);
        string[] frozen = parsed.GetValue(freeze)?.Split(',', StringSplitOptions.TrimEntries) ?? [];
        CheckStart(start, parsed.GetValue(network), frozen);
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
            Network = start ?? parsed.GetValue(network) ?? defaults.Model,
            From = start,
            Frozen = frozen,
            Mixup = parsed.GetValue(mixup),
            CutOut = parsed.GetValue(cutOut),
            AverageDecay = parsed.GetValue(average),
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
            ModelFile = ModelFileFor(name, parsed.GetValue(file), start),
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

    private static void CheckStart(string? from, string? network, string[] frozen)
    {
        if (from is not null && network is not null)
        {
            throw new UsageException("--from brings its own network: leave out --model");
        }

        if (from is null && frozen.Length > 0)
        {
            throw new UsageException("--freeze keeps weights that were learned: name their model with --from");
        }
    }

    private static string ModelFileFor(string data, string? given, string? from)
    {
        string path = OutputFile.Check("--out", given ?? $"{Path.GetFileNameWithoutExtension(DataSources.FileOf(data))}.safetensors");
        return given is null && from is not null && Path.GetFullPath(path) == Path.GetFullPath(from)
            ? throw new UsageException($"--out: name the file to write; {path} is the model to go on with")
            : path;
    }
}
