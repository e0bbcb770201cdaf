namespace SpanNet.Cli.Reports;

/// <summary>Chooses how to show.</summary>
internal static class Report
{
    /// <summary>The report for a terminal.</summary>
    public static IReport On(Terminal terminal) => terminal.Draws ? new DrawnReport(terminal.Out) : new PlainReport(terminal.Out);
}
