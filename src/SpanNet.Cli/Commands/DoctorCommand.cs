using System.CommandLine;
using SpanNet.Cli.Reports;

namespace SpanNet.Cli.Commands;

/// <summary><c>spannet doctor</c>: what this machine can do, what this process may use of it, and what stands in the way.</summary>
internal sealed class DoctorCommand
{
    private readonly Option<bool> json = new("--json") { Description = "For machines: one JSON object on one line." };
    private readonly Terminal terminal;

    public DoctorCommand(Terminal terminal)
    {
        this.terminal = terminal;
        Command = new Command("doctor", "Examines the machine: instruction sets, cores, caches, measured speed, JIT; warns of what slows.");
        Command.Options.Add(json);
        HelpExamples.AddTo(Command, "spannet doctor", "spannet doctor --json");
        Command.SetAction(Execute);
    }

    /// <summary>The command.</summary>
    public Command Command { get; }

    private int Execute(ParseResult parsed)
    {
        var report = new DoctorReport(
            ProcessorFacts.Read(),
            CoreCount.Read(),
            CacheSize.ReadAll(),
            MachineSpeed.Measure(),
            WidthSpeed.Measure(),
            JitSettings.Read()
        );
        if (parsed.GetValue(json))
        {
            JsonLine.Write(terminal.Out, report.Write);
        }
        else
        {
            report.Show(Report.On(terminal));
        }

        return ExitCode.Done;
    }
}
