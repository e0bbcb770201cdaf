using System.CommandLine;
using SpanNet.Cli.Reports;
using SpanNet.Diagnostics;

namespace SpanNet.Cli.Commands;

/// <summary><c>spannet profile</c>: where the time of a training step or a prediction goes, and how near each part is to what the machine can do.</summary>
internal sealed class ProfileCommand
{
    private const string TraceName = "--trace";

    private readonly WorkloadOptions options = new("of very short calls the last 65,536 count");
    private readonly Option<bool> json = new("--json") { Description = "For machines: one JSON object on one line." };
    private readonly Option<string?> trace = new(TraceName)
    {
        Description = "Write the last 200 calls as a trace for ui.perfetto.dev or chrome://tracing.",
        HelpName = "FILE",
    };
    private readonly Terminal terminal;
    private readonly CancellationToken cancellation;

    public ProfileCommand(Terminal terminal, CancellationToken cancellation)
    {
        this.terminal = terminal;
        this.cancellation = cancellation;
        Command = new Command(
            "profile",
            "Shows where the time of a training step or prediction goes, layer by layer, against this machine's roofline."
        );
        options.AddTo(Command);
        Command.Options.Add(json);
        Command.Options.Add(trace);
        HelpExamples.AddTo(
            Command,
            "spannet profile mlp-s",
            "spannet profile mlp-l --batch 128 --threads 2 --trace mlp-l.json",
            "spannet profile digits.safetensors --mode infer --batch 1 --json"
        );
        Command.SetAction(Execute);
    }

    /// <summary>The command.</summary>
    public Command Command { get; }

    private int Execute(ParseResult parsed)
    {
        string? file = parsed.GetValue(trace) is { } path ? OutputFile.Check(TraceName, path) : null;
        using OpenWorkload workload = options.Open(parsed);
        Profiler profiler = workload.Calls.Profile();
        Roofline roofline = ProfileRun.Measure(workload.Calls, profiler, options.Seconds(parsed), workload.Team.Threads, cancellation);
        var report = new ProfileReport(profiler.ToProfile(roofline));
        if (file is not null)
        {
            using FileStream stream = File.Create(file);
            profiler.WriteTrace(stream, workload.Title);
        }

        if (parsed.GetValue(json))
        {
            JsonLine.Write(
                terminal.Out,
                writer =>
                {
                    workload.Write(writer);
                    report.Write(writer);
                }
            );
        }
        else
        {
            report.Show(Report.On(terminal), workload.Facts, workload.Team.Threads);
        }

        return ExitCode.Done;
    }
}
