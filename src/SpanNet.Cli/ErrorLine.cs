using SpanNet.Configuration;
using SpanNet.Graphs;
using SpanNet.Models;
using SpanNet.Training;

namespace SpanNet.Cli;

/// <summary>The one place where exceptions become a line on standard error and an exit code.</summary>
internal static class ErrorLine
{
    /// <summary>When this environment variable is set, the stack follows the line.</summary>
    public const string StackVariable = "SPANNET_STACK";

    /// <summary>Writes "spannet: message" and gives the exit code.</summary>
    public static int Write(Exception exception, TextWriter error)
    {
        (int code, string message) = exception switch
        {
            UsageException => (ExitCode.Usage, exception.Message),
            OperationCanceledException => (ExitCode.Cancelled, "cancelled"),
            ConfigurationException or ShapeException or ModelFileException or NonFiniteLossException => Failed(exception.Message),
            IOException or InvalidDataException or UnauthorizedAccessException => Failed(exception.Message),
            ArgumentException argument => Failed(WithoutParameter(argument)),
            OutOfMemoryException => Failed("there is not enough memory for this"),
            _ => Failed($"unexpected {exception.GetType().Name}: {exception.Message}"),
        };
        WriteLine(message, error);
        if (Environment.GetEnvironmentVariable(StackVariable) is { Length: > 0 })
        {
            error.WriteLine(exception);
        }

        return code;
    }

    /// <summary>Writes a message as one line, whatever it contains.</summary>
    public static void WriteLine(string message, TextWriter error) =>
        error.WriteLine($"spannet: {string.Join(' ', message.Split((char[])['\r', '\n'], StringSplitOptions.RemoveEmptyEntries))}");

    private static (int Code, string Message) Failed(string message) => (ExitCode.Failed, message);

    // The framework appends the name of a parameter, which means nothing to who typed a command.
    private static string WithoutParameter(ArgumentException exception)
    {
        int end = exception.Message.IndexOf(" (Parameter '", StringComparison.Ordinal);
        return end > 0 ? exception.Message[..end] : exception.Message;
    }
}
