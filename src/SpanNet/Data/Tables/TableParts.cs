namespace SpanNet.Data;

/// <summary>A CSV file cut into training, validation and test parts and encoded, ready to learn from.</summary>
public sealed class TableParts
{
    private TableParts(TableEncoding encoding, DatasetParts parts)
    {
        Encoding = encoding;
        Parts = parts;
    }

    /// <summary>How the rows were encoded; to be stored with the model.</summary>
    public TableEncoding Encoding { get; }

    /// <summary>The parts.</summary>
    public DatasetParts Parts { get; }

    /// <summary>Cuts a table at random (classes keep their shares), fits the encoding on the training part, and encodes all parts.</summary>
    /// <param name="table">The table.</param>
    /// <param name="options">How it is understood.</param>
    /// <param name="validation">Fraction of the rows that validate.</param>
    /// <param name="test">Fraction of the rows that test.</param>
    /// <param name="seed">The parts are a function of the seed and the target column.</param>
    /// <exception cref="ArgumentOutOfRangeException">A fraction is negative, or nothing is left to train with.</exception>
    /// <exception cref="InvalidDataException">The table does not fit the options; the message gives file, line and column.</exception>
    public static TableParts Make(CsvTable table, TableOptions options, double validation, double test, ulong seed)
    {
        ArgumentNullException.ThrowIfNull(table);
        ArgumentNullException.ThrowIfNull(options);

        // Decided once, over all rows: the training part alone might decide otherwise.
        TableTask task = new TableFit(table, options, DatasetSplit.Range(0, table.Count)).Task();
        DatasetSplit split = Split(table, options.Target, task == TableTask.Classification, validation, test, seed);
        return Encode(table, TableEncoding.Fit(table, options with { Task = task }, split.Train.Span), split);
    }

    /// <summary>The same with an encoding that was fitted before: that of a model which is to learn more.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A fraction is negative, or nothing is left to train with.</exception>
    /// <exception cref="InvalidDataException">The table does not fit the encoding; the message gives file, line and column.</exception>
    public static TableParts Make(CsvTable table, TableEncoding encoding, double validation, double test, ulong seed)
    {
        ArgumentNullException.ThrowIfNull(table);
        ArgumentNullException.ThrowIfNull(encoding);
        return Encode(table, encoding, Split(table, encoding.Target, encoding.ClassNames is not null, validation, test, seed));
    }

    private static DatasetSplit Split(CsvTable table, string target, bool hasClasses, double validation, double test, ulong seed) =>
        hasClasses
            ? DatasetSplit.Stratified(Classes(table, table.Column(target)), validation, test, seed)
            : DatasetSplit.ByFraction(table.Count, validation, test, seed);

    private static TableParts Encode(CsvTable table, TableEncoding encoding, DatasetSplit split) =>
        new(
            encoding,
            new DatasetParts(
                encoding.Encode(table, split.Train.Span),
                encoding.Encode(table, split.Validation.Span),
                encoding.Encode(table, split.Test.Span)
            )
        );

    private static int[] Classes(CsvTable table, int target)
    {
        Dictionary<string, int> known = [];
        int[] classes = new int[table.Count];
        for (int i = 0; i < classes.Length; i++)
        {
            string name = CellNumber.Canonical(table.Row(i)[target]);
            known.TryAdd(name, known.Count);
            classes[i] = known[name];
        }

        return classes;
    }
}
