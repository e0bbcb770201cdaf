using System.Text.Json;

namespace SpanNet.Data;

/// <summary>
/// How rows of a table become inputs and targets, fitted on the training part only. Plain data, stored in the model, so that rows
/// to predict are encoded as the rows learned from were. A category that the training part had not becomes all zeros, and is
/// counted; a class that it had not is an error.
/// </summary>
public sealed class TableEncoding
{
    internal TableEncoding(IReadOnlyList<TableColumn> columns, string target, string[]? classNames)
    {
        Columns = columns;
        Target = target;
        ClassNames = classNames;
        InputLength = checked(columns.Sum(column => column.Width));
    }

    /// <summary>The input columns, in the order of their floats.</summary>
    public IReadOnlyList<TableColumn> Columns { get; }

    /// <summary>Name of the target column.</summary>
    public string Target { get; }

    /// <summary>The classes in the order of their indices (by number when all are numbers, else ordinal), or null for regression.</summary>
    public IReadOnlyList<string>? ClassNames { get; }

    /// <summary>Floats per row.</summary>
    public int InputLength { get; }

    /// <summary>Fits an encoding on the rows <paramref name="train"/> of a table.</summary>
    /// <exception cref="InvalidDataException">A column is missing or its values do not fit; the message gives file, line and column.</exception>
    public static TableEncoding Fit(CsvTable table, TableOptions options, ReadOnlySpan<int> train) =>
        new TableFit(table, options, train).Fit();

    /// <summary>Finds this encoding's columns in a table, by name: other columns, another order, or no target column do not matter.</summary>
    /// <exception cref="InvalidDataException">The table has not all columns.</exception>
    public TableBinding Bind(CsvTable table) => new(this, table);

    /// <summary>The rows <paramref name="rows"/> of a table as a data set.</summary>
    /// <exception cref="InvalidDataException">
    /// A column is missing, a number is none, a target is missing, or a class did not occur in training.
    /// </exception>
    public ArrayDataset Encode(CsvTable table, ReadOnlySpan<int> rows)
    {
        ArgumentNullException.ThrowIfNull(table);
        if ((long)rows.Length * InputLength > Array.MaxLength)
        {
            throw new InvalidDataException($"{table.File}: {rows.Length} rows of {InputLength} floats are too many.");
        }

        TableBinding binding = Bind(table);
        int target = table.Column(Target);
        float[] inputs = new float[rows.Length * InputLength];
        int[] labels = new int[ClassNames is null ? 0 : rows.Length];
        float[] targets = new float[ClassNames is null ? rows.Length : 0];
        for (int i = 0; i < rows.Length; i++)
        {
            binding.Encode(rows[i], inputs.AsSpan(i * InputLength, InputLength));
            string text = table.Row(rows[i])[target];
            if (ClassNames is null)
            {
                targets[i] = CellNumber.TryParse(text, out float value)
                    ? value
                    : throw table.CellError(rows[i], Target, text.Length == 0 ? "the target is missing" : $"'{text}' is not a number");
            }
            else
            {
                labels[i] = ClassIndex(table, rows[i], text);
            }
        }

        string name = Path.GetFileName(table.File);
        return ClassNames is null
            ? ArrayDataset.Regression(inputs, targets, [InputLength], 1, name)
            : ArrayDataset.Classification(inputs, labels, [InputLength], ClassNames, name);
    }

    /// <summary>Writes {"target":…,"classes":[…] or null,"columns":[…]}.</summary>
    public void Write(Utf8JsonWriter json) => TableEncodingJson.Write(json, this);

    /// <summary>Reads what <see cref="Write"/> wrote.</summary>
    /// <exception cref="InvalidDataException">It is something else; the message names the field.</exception>
    public static TableEncoding Read(JsonElement json) => TableEncodingJson.Read(json);

    private int ClassIndex(CsvTable table, int row, string text)
    {
        int index = Find(text);
        if (index < 0)
        {
            index = Find(CellNumber.Canonical(text));
        }

        if (index >= 0)
        {
            return index;
        }

        throw table.CellError(
            row,
            Target,
            text.Length == 0 ? "the target is missing" : $"the class '{text}' does not occur in the training part"
        );
    }

    private int Find(string className)
    {
        for (int i = 0; i < ClassNames!.Count; i++)
        {
            if (ClassNames[i] == className)
            {
                return i;
            }
        }

        return -1;
    }
}
