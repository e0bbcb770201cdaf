using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;

namespace SpanNet.Cli;

/// <summary>Lets the help of a command end with examples.</summary>
internal sealed class HelpExamples(HelpAction help, string[] examples) : SynchronousCommandLineAction
{
    /// <summary>Adds them to <paramref name="command"/>, with a help option of its own.</summary>
    public static void AddTo(Command command, params string[] examples)
    {
        HelpOption option = command.Options.OfType<HelpOption>().FirstOrDefault() ?? new HelpOption();
        option.Description = "Show this help.";
        option.Action = new HelpExamples((HelpAction)option.Action!, examples);
        if (!command.Options.Contains(option))
        {
            command.Options.Add(option);
        }
    }

    /// <inheritdoc/>
    public override bool ClearsParseErrors => true;

    /// <inheritdoc/>
    public override int Invoke(ParseResult parseResult)
    {
        help.Invoke(parseResult);
        TextWriter output = parseResult.InvocationConfiguration.Output;
        output.WriteLine("Examples:");
        foreach (string example in examples)
        {
            output.WriteLine($"  {example}");
        }

        output.WriteLine();
        return ExitCode.Done;
    }
}
