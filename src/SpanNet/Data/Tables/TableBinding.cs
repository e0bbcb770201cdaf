namespace SpanNet.Data;

/// <summary>A table whose columns an encoding has found: encodes its rows.</summary>
public sealed class TableBinding
{
    private readonly TableEncoding encoding;
    private readonly CsvTable table;
    private readonly int[] positions;

    internal TableBinding(TableEncoding encoding, CsvTable table)
    {
        ArgumentNullException.ThrowIfNull(table);
        this.encoding = encoding;
        this.table = table;
        positions = [.. encoding.Columns.Select(column => table.Column(column.Name))];
    }

    /// <summary>Categories met so far that the training part had not; each was encoded as all zeros.</summary>
    public int UnknownCategories { get; private set; }

    /// <summary>Writes the inputs of one row. Allocates nothing.</summary>
    /// <param name="row">Number of the row in the table.</param>
    /// <param name="input">Exactly <see cref="TableEncoding.InputLength"/> floats, overwritten.</param>
    /// <exception cref="ArgumentException">The span has another length.</exception>
    /// <exception cref="InvalidDataException">A numeric column holds no number; the message gives file, line and column.</exception>
    public void Encode(int row, Span<float> input)
    {
        if (input.Length != encoding.InputLength)
        {
            throw new ArgumentException($"A row has {encoding.InputLength} inputs, but the span holds {input.Length}.");
        }

        input.Clear();
        ReadOnlySpan<string> cells = table.Row(row);
        int start = 0;
        for (int i = 0; i < positions.Length; i++)
        {
            TableColumn column = encoding.Columns[i];
            string text = cells[positions[i]];
            if (column is CategoricalColumn categorical)
            {
                int category = categorical.IndexOf(text);
                if (category >= 0)
                {
                    input[start + category] = 1;
                }
                else
                {
                    UnknownCategories++;
                }
            }
            else
            {
                input[start] = Number((NumericColumn)column, row, text);
            }

            start += column.Width;
        }
    }

    private float Number(NumericColumn column, int row, string text) =>
        text.Length == 0 ? column.Mean
        : CellNumber.TryParse(text, out float value) ? value
        : throw table.CellError(row, column.Name, $"'{text}' is not a number");
}
