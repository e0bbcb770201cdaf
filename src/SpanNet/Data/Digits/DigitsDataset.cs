using System.IO.Compression;

namespace SpanNet.Data;

/// <summary>
/// 1,797 handwritten digits of 8×8 pixels, in the assembly itself: the test part of UCI's Optical Recognition of Handwritten Digits
/// (E. Alpaydin and C. Kaynak, CC BY 4.0), as scikit-learn ships it. Pixels 0..16 are scaled to 0..1; inputs are [8, 8, 1].
/// The samples stand in the order in which 13 people wrote them. So <see cref="Split"/> keeps the order: the first 1,097 train, the
/// next 200 validate, the last 500 test, by writers that were not trained with. A random split would put the same hands on
/// both sides and report several percent too much.
/// </summary>
public sealed class DigitsDataset : Dataset
{
    private const int Samples = 1797;
    private const int Side = 8;
    private const int Pixels = Side * Side;

    private static readonly Lazy<byte[]> Content = new(Unpack);

    private readonly byte[] content = Content.Value;

    /// <summary>All samples.</summary>
    public DigitsDataset()
        : base("digits", [Side, Side, 1], 1, ["0", "1", "2", "3", "4", "5", "6", "7", "8", "9"]) { }

    /// <summary>The split by writers: 1,097 train, 200 validate, 500 test, in the order of the samples.</summary>
    public static DatasetSplit Split => DatasetSplit.InOrder(1097, 200, 500);

    /// <summary>Where the data comes from and under which licence; to be shown or shipped wherever the data is.</summary>
    public static string Attribution
    {
        get
        {
            using var reader = new StreamReader(Resource("ATTRIBUTION.txt"));
            return reader.ReadToEnd();
        }
    }

    /// <inheritdoc/>
    public override int Count => Samples;

    /// <inheritdoc/>
    public override ImageFitting Fitting => ImageFitting.Digits;

    /// <inheritdoc/>
    protected override void ReadSample(int index, Span<float> input, Span<float> target)
    {
        ByteScaling.Run(content.AsSpan(index * Pixels, Pixels), 16, input);
        target[0] = content[(Samples * Pixels) + index];
    }

    private static byte[] Unpack()
    {
        byte[] content = new byte[Samples * (Pixels + 1)];
        using var stream = new GZipStream(Resource("digits.gz"), CompressionMode.Decompress);
        stream.ReadExactly(content);
        return content;
    }

    private static Stream Resource(string name) =>
        typeof(DigitsDataset).Assembly.GetManifestResourceStream("SpanNet.Data.Digits." + name)
        ?? throw new InvalidOperationException($"The assembly was built without the resource {name}.");
}
