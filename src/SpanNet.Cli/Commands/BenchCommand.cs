using System.CommandLine;
using SpanNet.Cli.Reports;

namespace SpanNet.Cli.Commands;

/// <summary><c>spannet bench</c>: how long single training steps or predictions of a network take on this machine.</summary>
internal sealed class BenchCommand
{
    private readonly WorkloadOptions options = new("16 million calls at most");
    private readonly Option<bool> json = new("--json") { Description = "For machines: one JSON object on one line." };
    private readonly Terminal terminal;
    private readonly CancellationToken cancellation;

    public BenchCommand(Terminal terminal, CancellationToken cancellation)
    {
        this.terminal = terminal;
        this.cancellation = cancellation;
        Command = new Command("bench", "Times every single training step or prediction of a network, on random data.");
        options.AddTo(Command);
        Command.Options.Add(json);
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
        using OpenWorkload workload = options.Open(parsed);
        BenchMeasurement measurement = BenchRun.Measure(workload.Calls, options.Seconds(parsed), workload.Team, cancellation);
        var report = new BenchReport(measurement, workload.Batch, workload.FlopsPerSample);
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
