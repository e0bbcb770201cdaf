namespace SpanNet.Cli.Reports;

/// <summary>Shows what a command found out: plainly or drawn.</summary>
internal interface IReport
{
    /// <summary>A line of text.</summary>
    void Line(string text, Tone tone = Tone.Normal);

    /// <summary>Names and what they are, one line each.</summary>
    void Facts(params ReadOnlySpan<(string Name, string Value)> facts);

    /// <summary>A table, with an empty line before and after.</summary>
    void Table(ReportTable table);
}
