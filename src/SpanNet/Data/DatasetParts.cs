namespace SpanNet.Data;

/// <summary>A data set in the parts that a training run needs; validation and test may be empty.</summary>
/// <param name="Train">Samples to learn from.</param>
/// <param name="Validation">Samples that decide when to stop.</param>
/// <param name="Test">Samples that nothing is decided by.</param>
public sealed record DatasetParts(Dataset Train, Dataset Validation, Dataset Test)
{
    /// <summary>Cuts <paramref name="data"/> as <paramref name="split"/> says.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The split names samples that do not exist.</exception>
    public static DatasetParts Of(Dataset data, DatasetSplit split)
    {
        ArgumentNullException.ThrowIfNull(data);
        ArgumentNullException.ThrowIfNull(split);
        return new DatasetParts(data.Subset(split.Train), data.Subset(split.Validation), data.Subset(split.Test));
    }

    /// <summary>All parts through one scaling, which must have been fitted on <see cref="Train"/>.</summary>
    public DatasetParts Scaled(Scaling scaling) =>
        new(new ScaledDataset(Train, scaling), new ScaledDataset(Validation, scaling), new ScaledDataset(Test, scaling));

    /// <summary>All parts with probabilities in place of class indices.</summary>
    /// <exception cref="ArgumentException">The samples have no class, or a sequence of them.</exception>
    public DatasetParts OneHot() => new(new OneHotDataset(Train), new OneHotDataset(Validation), new OneHotDataset(Test));
}
