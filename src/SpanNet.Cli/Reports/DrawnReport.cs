using Spectre.Console;

namespace SpanNet.Cli.Reports;

/// <summary>Tables and colours for a terminal.</summary>
internal sealed class DrawnReport(TextWriter output) : IReport
{
    /// <summary>The console that everything is drawn on.</summary>
    public IAnsiConsole Console { get; } =
        AnsiConsole.Create(
            new AnsiConsoleSettings
            {
                Ansi = AnsiSupport.Yes,
                Interactive = InteractionSupport.Yes,
                Out = new AnsiConsoleOutput(output),
            }
        );

    /// <inheritdoc/>
    public void Line(string text, Tone tone = Tone.Normal) => Console.Write(new Text(text + "\n", StyleOf(tone)));

    /// <inheritdoc/>
    public void Facts(params ReadOnlySpan<(string Name, string Value)> facts)
    {
        var grid = new Grid();
        grid.AddColumn(new GridColumn { NoWrap = true, Width = 10 });
        grid.AddColumn();
        foreach ((string name, string value) in facts)
        {
            grid.AddRow(new Text(name, StyleOf(Tone.Quiet)), new Text(value));
        }

        Console.Write(grid);
    }

    /// <inheritdoc/>
    public void Table(ReportTable table)
    {
        if (table.Title is not null)
        {
            Line("");
            Line(table.Title, Tone.Quiet);
        }

        Console.Write(Draw(table));
    }

    /// <summary>The table as something to draw, without its title.</summary>
    public static Table Draw(ReportTable table)
    {
        var drawn = new Table { Border = TableBorder.Simple, BorderStyle = StyleOf(Tone.Quiet) };
        foreach (ReportColumn column in table.Columns)
        {
            drawn.AddColumn(
                new TableColumn(new Text(column.Title, StyleOf(Tone.Quiet)))
                {
                    Alignment = column.IsNumber ? Justify.Right : Justify.Left,
                    NoWrap = true,
                    Width = column.Width > 0 ? Math.Max(column.Width, column.Title.Length) : null,
                }
            );
        }

        foreach (IReadOnlyList<ReportCell> row in table.Rows)
        {
            drawn.AddRow(row.Select(cell => new Text(cell.Text, StyleOf(cell.Tone))));
        }

        return drawn;
    }

    /// <summary>The look of a tone.</summary>
    public static Style StyleOf(Tone tone) =>
        tone switch
        {
            Tone.Quiet => new Style(foreground: Color.Grey),
            Tone.Good => new Style(foreground: Color.Green),
            Tone.Bad => new Style(foreground: Color.Red),
            _ => Style.Plain,
        };
}
