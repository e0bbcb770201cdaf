using System.Text;
using CommunityToolkit.HighPerformance.Buffers;

namespace SpanNet.Data;

/// <summary>
/// The text of a CSV file with a header line. Spaces around a value do not count; an empty value, NA, NaN, nan and ? mean
/// that the value is missing, and are kept as "".
/// </summary>
public sealed class CsvTable
{
    private readonly List<string[]> rows = [];
    private readonly List<int> lines = [];

    private CsvTable(string file, string[] header)
    {
        File = file;
        Header = header;
    }

    /// <summary>The file's name, for messages.</summary>
    public string File { get; }

    /// <summary>The names of the columns.</summary>
    public IReadOnlyList<string> Header { get; }

    /// <summary>Number of rows, without the header.</summary>
    public int Count => rows.Count;

    /// <summary>Reads a file, UTF-8 with or without byte order mark.</summary>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="InvalidDataException">The file is empty or ragged, or two columns have one name; the message gives file and line.</exception>
    public static CsvTable Load(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        try
        {
            using var reader = new StreamReader(path, new UTF8Encoding(false, throwOnInvalidBytes: true));
            return Read(reader, path);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new FileNotFoundException($"{path}: there is no such file.", path, e);
        }
    }

    /// <summary>Reads a table from text.</summary>
    /// <param name="text">The text.</param>
    /// <param name="file">What messages call it.</param>
    /// <exception cref="InvalidDataException">The text is empty or ragged, or two columns have one name.</exception>
    public static CsvTable Read(TextReader text, string file)
    {
        ArgumentNullException.ThrowIfNull(text);
        var reader = new CsvReader(text, file);
        List<string> fields = [];
        if (!reader.Read(fields))
        {
            throw new InvalidDataException($"{file}: the file is empty; a header line is expected.");
        }

        var table = new CsvTable(file, [.. fields.Select(field => field.Trim())]);
        HashSet<string> names = [];
        foreach (string name in table.Header)
        {
            if (!names.Add(name))
            {
                throw new InvalidDataException($"{file}, line {reader.Line}: two columns are named '{name}'.");
            }
        }

        // Most cells of a categorical or a whole-number column repeat: the pool keeps one string of each.
        var pool = new StringPool();
        while (reader.Read(fields))
        {
            if (fields.Count != table.Header.Count)
            {
                throw new InvalidDataException(
                    $"{file}, line {reader.Line}: the row has {fields.Count} values, the header {table.Header.Count}."
                );
            }

            string[] row = new string[fields.Count];
            for (int i = 0; i < row.Length; i++)
            {
                ReadOnlySpan<char> cell = fields[i].AsSpan().Trim();
                row[i] = cell is "" or "?" or "NA" or "NaN" or "nan" ? "" : pool.GetOrAdd(cell);
            }

            table.rows.Add(row);
            table.lines.Add(reader.Line);
        }

        return table;
    }

    /// <summary>The values of a row, in the order of <see cref="Header"/>; "" where one is missing.</summary>
    public ReadOnlySpan<string> Row(int row) => rows[row];

    /// <summary>The line of the file on which a row begins, counted from 1.</summary>
    public int Line(int row) => lines[row];

    /// <summary>Position of a column.</summary>
    /// <exception cref="InvalidDataException">There is no such column; the message lists those that there are.</exception>
    public int Column(string name)
    {
        int column = Position(name);
        return column >= 0
            ? column
            : throw new InvalidDataException($"{File}: there is no column '{name}'; the columns are {Names(Header)}.");
    }

    /// <summary>Position of a column, or −1.</summary>
    internal int Position(string name)
    {
        for (int i = 0; i < Header.Count; i++)
        {
            if (Header[i] == name)
            {
                return i;
            }
        }

        return -1;
    }

    /// <summary>An error about one cell.</summary>
    internal InvalidDataException CellError(int row, string column, string message) =>
        new($"{File}, line {Line(row)}, column '{column}': {message}.");

    private static string Names(IReadOnlyList<string> names) =>
        string.Join(", ", names.Take(20).Select(name => $"'{name}'")) + (names.Count > 20 ? ", …" : "");
}
