namespace SpanNet.Data;

/// <summary>Fits a <see cref="TableEncoding"/> on some rows of a table.</summary>
internal readonly ref struct TableFit(CsvTable table, TableOptions options, ReadOnlySpan<int> rows)
{
    private const int MostIntegerClasses = 20;
    private const int MostCategories = 1000;

    private readonly CsvTable table = table;
    private readonly TableOptions options = options;
    private readonly ReadOnlySpan<int> rows = rows;

    public TableEncoding Fit()
    {
        if (rows.IsEmpty)
        {
            throw new InvalidDataException($"{table.File}: there are no rows to learn from.");
        }

        foreach (string name in options.Numeric.Concat(options.Categorical).Concat(options.Ignored))
        {
            table.Column(name);
        }

        int target = table.Column(options.Target);
        List<TableColumn> columns = [];
        for (int i = 0; i < table.Header.Count; i++)
        {
            if (i != target && !options.Ignored.Contains(table.Header[i]))
            {
                columns.Add(FitColumn(i, table.Header[i]));
            }
        }

        if (columns.Count == 0)
        {
            throw new InvalidDataException($"{table.File}: beside the target '{options.Target}' there is no column to learn from.");
        }

        return new TableEncoding(columns, options.Target, Task() == TableTask.Classification ? ClassNames(target) : null);
    }

    /// <summary>The task, decided by the rule of <see cref="TableTask.Auto"/> when the options do not.</summary>
    public TableTask Task()
    {
        if (options.Task != TableTask.Auto)
        {
            return options.Task;
        }

        int target = table.Column(options.Target);
        HashSet<float> values = [];
        bool fractions = false;
        foreach (int row in rows)
        {
            string text = table.Row(row)[target];
            if (text.Length == 0)
            {
                continue;
            }

            if (!CellNumber.TryParse(text, out float value))
            {
                return TableTask.Classification;
            }

            values.Add(value);
            fractions |= value != MathF.Truncate(value);
        }

        return fractions || values.Count > MostIntegerClasses ? TableTask.Regression : TableTask.Classification;
    }

    private TableColumn FitColumn(int column, string name)
    {
        bool declaredNumeric = options.Numeric.Contains(name);
        bool numeric = !options.Categorical.Contains(name);
        double sum = 0;
        int missing = 0;
        HashSet<string> categories = new(StringComparer.Ordinal);
        foreach (int row in rows)
        {
            string text = table.Row(row)[column];
            categories.Add(text);
            if (text.Length == 0)
            {
                missing++;
            }
            else if (numeric && CellNumber.TryParse(text, out float value))
            {
                sum += value;
            }
            else if (declaredNumeric)
            {
                throw table.CellError(row, name, $"'{text}' is not a number");
            }
            else
            {
                numeric = false;
            }
        }

        if (numeric)
        {
            int present = rows.Length - missing;
            return new NumericColumn(name, missing, present == 0 ? 0 : (float)(sum / present));
        }

        if (categories.Count > MostCategories)
        {
            throw new InvalidDataException(
                $"{table.File}: column '{name}' has {categories.Count} different values, more than {MostCategories}: it is no category; ignore it."
            );
        }

        return new CategoricalColumn(name, missing, [.. categories.Order(StringComparer.Ordinal)]);
    }

    private string[] ClassNames(int target)
    {
        HashSet<string> texts = new(StringComparer.Ordinal);
        foreach (int row in rows)
        {
            string text = table.Row(row)[target];
            texts.Add(text.Length > 0 ? text : throw table.CellError(row, options.Target, "the target is missing"));
        }

        // Numbers are one class in whatever spelling; beside text, they are text.
        return texts.All(text => CellNumber.TryParse(text, out _))
            ? [.. texts.Select(CellNumber.Canonical).Distinct().OrderBy(Number)]
            : [.. texts.Order(StringComparer.Ordinal)];
    }

    private static float Number(string text) => CellNumber.TryParse(text, out float value) ? value : 0;
}
