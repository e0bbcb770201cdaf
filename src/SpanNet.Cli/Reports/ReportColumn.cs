namespace SpanNet.Cli.Reports;

/// <summary>One column of a table.</summary>
/// <param name="Title">Its heading.</param>
/// <param name="IsNumber">True: to the right.</param>
/// <param name="Width">Least width in plain output, for rows that are written one by one.</param>
internal sealed record ReportColumn(string Title, bool IsNumber = true, int Width = 0);
