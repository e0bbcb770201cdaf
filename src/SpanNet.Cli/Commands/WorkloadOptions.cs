using System.CommandLine;
using SpanNet.Configuration;
using SpanNet.Losses;
using SpanNet.Models;
using SpanNet.Optimizers;

namespace SpanNet.Cli.Commands;

/// <summary>What is measured and how it runs: the part of the command line that <c>bench</c> and <c>profile</c> share.</summary>
internal sealed class WorkloadOptions
{
    private readonly Argument<string> network = new("ARCH|MODEL")
    {
        Description = $"The network: {string.Join(", ", ZooCatalog.Names)}, a JSON file, or a model file.",
    };
    private readonly Option<string?> mode = new("--mode")
    {
        Description =
            $"{OpenWorkload.Train}: steps, each with a new batch; {OpenWorkload.Infer}: predictions. [default: {OpenWorkload.Train}]",
        HelpName = $"{OpenWorkload.Train}|{OpenWorkload.Infer}",
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
    private readonly Option<double?> seconds;

    /// <summary>The options of one command.</summary>
    /// <param name="calls">The most calls that are measured.</param>
    public WorkloadOptions(string calls) =>
        seconds = NumberOption.Real(
            "--seconds",
            $"Time to measure for, after a warm-up; {calls}. [default: {BenchDefaults.Seconds}]",
            0.01,
            3600
        );

    /// <summary>Adds them to <paramref name="command"/>.</summary>
    public void AddTo(Command command)
    {
        command.Arguments.Add(network);
        foreach (Option option in (Option[])[mode, batch, threads, optimizer, loss, seconds])
        {
            command.Options.Add(option);
        }
    }

    /// <summary>Time to measure for.</summary>
    public double Seconds(ParseResult parsed) => parsed.GetValue(seconds) ?? BenchDefaults.Seconds;

    /// <summary>Loads the network and makes it ready to run.</summary>
    /// <exception cref="UsageException">An option does not fit.</exception>
    public OpenWorkload Open(ParseResult parsed)
    {
        string kind = ReadMode(parsed);
        Optimizer? givenOptimizer = Named(OptimizerCatalog.All, parsed.GetValue(optimizer));
        Loss? givenLoss = Named(LossCatalog.All, parsed.GetValue(loss));
        return new OpenWorkload(
            parsed.GetRequiredValue(network),
            kind,
            parsed.GetValue(batch) ?? BenchDefaults.Batch,
            parsed.GetValue(threads) ?? BenchDefaults.Threads,
            givenOptimizer,
            givenLoss
        );
    }

    private string ReadMode(ParseResult parsed)
    {
        string kind = parsed.GetValue(mode) ?? OpenWorkload.Train;
        if (kind is not (OpenWorkload.Train or OpenWorkload.Infer))
        {
            throw new UsageException($"--mode: unknown mode '{kind}'; {Spelling.Suggest(kind, [OpenWorkload.Train, OpenWorkload.Infer])}");
        }

        foreach (Option<string?> option in (Option<string?>[])[optimizer, loss])
        {
            if (kind == OpenWorkload.Infer && parsed.GetValue(option) is not null)
            {
                throw new UsageException($"{option.Name} belongs to --mode {OpenWorkload.Train}: a prediction has none");
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
