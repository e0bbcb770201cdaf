namespace SpanNet.Cli;

/// <summary>Where a command writes.</summary>
/// <param name="Out">Results.</param>
/// <param name="Error">Errors, one line each.</param>
/// <param name="Draws">True: tables with colours and a live display; false: plain lines without a single escape sequence.</param>
internal sealed record Terminal(TextWriter Out, TextWriter Error, bool Draws)
{
    /// <summary>The console of this process.</summary>
    public static Terminal OfProcess() =>
        new(Console.Out, Console.Error, CanDraw(Console.IsOutputRedirected, Environment.GetEnvironmentVariable));

    /// <summary>Whether to draw: into a terminal that understands it, unless NO_COLOR (no-color.org) asks for plain text.</summary>
    public static bool CanDraw(bool redirected, Func<string, string?> environment) =>
        !redirected && string.IsNullOrEmpty(environment("NO_COLOR")) && environment("TERM") != "dumb";
}
