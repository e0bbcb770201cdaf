using System.CommandLine;
using System.CommandLine.Invocation;
using SpanNet.Cli.Commands;
using SpanNet.Configuration;

namespace SpanNet.Cli;

/// <summary>The whole program: arguments in, text and an exit code out. Knows no process, so tests call it as it is.</summary>
internal static class CommandLine
{
    /// <summary>Runs one command line.</summary>
    public static int Run(IReadOnlyList<string> arguments, Terminal terminal, CancellationToken cancellation)
    {
        ParseResult parsed = MakeRoot(terminal, cancellation).Parse(arguments.Count == 0 ? ["--help"] : arguments);
        if (parsed.Errors.Count > 0 && parsed.Action is null or ParseErrorAction)
        {
            ErrorLine.WriteLine(Describe(parsed), terminal.Error);
            return ExitCode.Usage;
        }

        try
        {
            return parsed.Invoke(
                new InvocationConfiguration
                {
                    Output = terminal.Out,
                    Error = terminal.Error,
                    EnableDefaultExceptionHandler = false,
                }
            );
        }
        catch (Exception exception)
        {
            return ErrorLine.Write(exception, terminal.Error);
        }
    }

    private static RootCommand MakeRoot(Terminal terminal, CancellationToken cancellation)
    {
        var root = new RootCommand("Trains and runs neural networks on the CPU.")
        {
            new TrainCommand(terminal, cancellation).Command,
            new EvalCommand(terminal).Command,
            new PredictCommand(terminal).Command,
            new GenerateCommand(terminal).Command,
            new SummaryCommand(terminal).Command,
            new BenchCommand(terminal, cancellation).Command,
            new ProfileCommand(terminal, cancellation).Command,
            new DoctorCommand(terminal).Command,
        };
        root.Options.OfType<VersionOption>().Single().Description = "Show the version.";
        root.HelpName = "spannet";
        HelpExamples.AddTo(
            root,
            "spannet train                                  learn the digits that come with the program",
            "spannet predict digits.safetensors seven.png   read a digit from a picture",
            "spannet <command> --help                       all options of a command"
        );
        return root;
    }

    /// <summary>The first error, with the nearest valid name where a name was not understood.</summary>
    private static string Describe(ParseResult parsed)
    {
        Command command = parsed.CommandResult.Command;
        if (parsed.UnmatchedTokens.Count == 0)
        {
            return parsed.Errors[0].Message;
        }

        string token = parsed.UnmatchedTokens[0];
        if (token.StartsWith('-'))
        {
            IEnumerable<string> names = command
                .Options.Select(option => option.Name)
                .Where(name => name.StartsWith("--", StringComparison.Ordinal));
            return $"unknown option '{token}'; {Spelling.Suggest(token, names)}";
        }

        return command.Subcommands.Count > 0
            ? $"unknown command '{token}'; {Spelling.Suggest(token, command.Subcommands.Select(sub => sub.Name))}"
            : $"'{token}' is one argument too many for '{command.Name}'";
    }
}
