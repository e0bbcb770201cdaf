namespace SpanNet.Cli.Tests;

/// <summary>Runs a command line in this process.</summary>
internal static class InProcess
{
    public static CommandResult Run(params string[] arguments) => Run(draws: false, CancellationToken.None, arguments);

    public static CommandResult Run(bool draws, CancellationToken cancellation, params string[] arguments)
    {
        using var output = new StringWriter { NewLine = "\n" };
        using var error = new StringWriter { NewLine = "\n" };
        int code = CommandLine.Run(arguments, new Terminal(output, error, draws), cancellation);
        return new CommandResult(code, output.ToString(), error.ToString());
    }
}
