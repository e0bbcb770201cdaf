namespace SpanNet.Cli.Reports;

/// <summary>Plain lines: columns padded with blanks, nothing else.</summary>
internal sealed class PlainReport(TextWriter output) : IReport
{
    /// <inheritdoc/>
    public void Line(string text, Tone tone = Tone.Normal) => output.WriteLine(text);

    /// <inheritdoc/>
    public void Facts(params ReadOnlySpan<(string Name, string Value)> facts)
    {
        foreach ((string name, string value) in facts)
        {
            output.WriteLine($"{name, -10}  {value}");
        }
    }

    /// <inheritdoc/>
    public void Table(ReportTable table)
    {
        output.WriteLine();
        if (table.Title is not null)
        {
            output.WriteLine(table.Title);
        }

        ReportColumn[] columns =
        [
            .. table.Columns.Select(
                (column, i) =>
                    column with
                    {
                        Width = Math.Max(column.Width, table.Rows.Select(row => row[i].Text.Length).DefaultIfEmpty().Max()),
                    }
            ),
        ];
        Header(columns);
        foreach (IReadOnlyList<ReportCell> row in table.Rows)
        {
            Row(columns, row);
        }

        output.WriteLine();
    }

    /// <summary>The headings alone, for a table whose rows come one by one.</summary>
    public void Header(IReadOnlyList<ReportColumn> columns) => Row(columns, [.. columns.Select(column => (ReportCell)column.Title)]);

    /// <summary>One row.</summary>
    public void Row(IReadOnlyList<ReportColumn> columns, IReadOnlyList<ReportCell> cells)
    {
        IEnumerable<string> padded = cells.Select(
            (cell, i) =>
            {
                int width = Math.Max(columns[i].Width, columns[i].Title.Length);
                return columns[i].IsNumber ? cell.Text.PadLeft(width) : cell.Text.PadRight(width);
            }
        );
        output.WriteLine(string.Join("  ", padded).TrimEnd());
        output.Flush();
    }
}
