namespace SpanNet.Cli.Reports;

/// <summary>A table to be shown, without a word on how.</summary>
internal sealed record ReportTable(string? Title, IReadOnlyList<ReportColumn> Columns, IReadOnlyList<IReadOnlyList<ReportCell>> Rows);
