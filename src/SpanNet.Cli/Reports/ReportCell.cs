namespace SpanNet.Cli.Reports;

/// <summary>One cell of a table.</summary>
internal readonly record struct ReportCell(string Text, Tone Tone = Tone.Normal)
{
    /// <summary>Ordinary text.</summary>
    public static implicit operator ReportCell(string text) => new(text);
}
