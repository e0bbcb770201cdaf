namespace SpanNet.Data;

/// <summary>
/// Grey images and their labels from two files in MNIST's IDX format, raw (mapped when large) or gzip (unpacked into memory once). Bytes 0..255
/// are scaled to 0..1; inputs are [height, width, 1].
/// </summary>
public sealed class IdxDataset : Dataset, IDisposable
{
    private readonly IdxFile images;
    private readonly byte[] labels;

    private IdxDataset(string name, IdxFile images, byte[] labels, IReadOnlyList<string> classNames, ImageFitting? fitting)
        : base(name, [images.Dimensions[1], images.Dimensions[2], 1], 1, classNames)
    {
        this.images = images;
        this.labels = labels;
        Fitting = fitting;
    }

    /// <inheritdoc/>
    public override int Count => labels.Length;

    /// <inheritdoc/>
    public override ImageFitting? Fitting { get; }

    /// <summary>Opens two files.</summary>
    /// <param name="imagesPath">Images, 3 dimensions: number, height, width.</param>
    /// <param name="labelsPath">Labels, 1 dimension.</param>
    /// <param name="classNames">The classes; a label is an index into them.</param>
    /// <param name="name">Short name for messages and the run record.</param>
    /// <param name="fitting">How pictures from elsewhere are made to look like these; null: not known.</param>
    /// <exception cref="FileNotFoundException">A file is missing.</exception>
    /// <exception cref="InvalidDataException">A file is no such file, is damaged, or the two do not go together.</exception>
    public static IdxDataset Open(
        string imagesPath,
        string labelsPath,
        IReadOnlyList<string> classNames,
        string name = "idx",
        ImageFitting? fitting = null
    )
    {
        ArgumentNullException.ThrowIfNull(classNames);
        using IdxFile labelFile = IdxFile.Open(labelsPath, 1);
        byte[] labels = new byte[labelFile.Dimensions[0]];
        labelFile.Read(0, labels);
        for (int i = 0; i < labels.Length; i++)
        {
            if (labels[i] >= classNames.Count)
            {
                throw new InvalidDataException(
                    $"{labelsPath}: label {i} is {labels[i]}, but the classes are numbered 0 to {classNames.Count - 1}."
                );
            }
        }

        IdxFile images = IdxFile.Open(imagesPath, 3);
        try
        {
            if (images.Dimensions[0] != labels.Length)
            {
                throw new InvalidDataException(
                    $"{imagesPath} has {images.Dimensions[0]} images, but {labelsPath} has {labels.Length} labels."
                );
            }

            if ((long)images.Dimensions[1] * images.Dimensions[2] is 0 or > 1 << 24)
            {
                throw new InvalidDataException($"{imagesPath}: images of {images.Dimensions[1]}×{images.Dimensions[2]} cannot be used.");
            }

            return new IdxDataset(name, images, labels, classNames, fitting);
        }
        catch
        {
            images.Dispose();
            throw;
        }
    }

    /// <summary>Closes the file; a mapped one cannot be read any more.</summary>
    public void Dispose() => images.Dispose();

    /// <inheritdoc/>
    protected override void ReadSample(int index, Span<float> input, Span<float> target) => ReadSamples([index], input, target);

    /// <inheritdoc/>
    protected override void ReadSamples(ReadOnlySpan<int> indices, Span<float> inputs, Span<float> targets)
    {
        // All bytes are gathered before the first is converted, so that the memory accesses of the rows overlap: half the time of
        // converting row by row. They wait in the last quarter of the span that becomes the floats.
        Span<byte> bytes = ByteScaling.SourceWithin(inputs);
        for (int row = 0; row < indices.Length; row++)
        {
            images.Read((long)indices[row] * InputLength, bytes.Slice(row * InputLength, InputLength));
            targets[row] = labels[indices[row]];
        }

        ByteScaling.Run(bytes, 255, inputs);
    }
}
