namespace SpanNet.Kernels.Losses;

/// <summary>What <see cref="CrossEntropyRows"/> reads and writes, targets excepted.</summary>
public readonly ref struct CrossEntropyBatch
{
    /// <summary>The logits, [rows, classes].</summary>
    public required ReadOnlySpan<float> Logits { get; init; }

    /// <summary>Number of classes, at least 1.</summary>
    public required int Classes { get; init; }

    /// <summary>w, one weight per class, or empty: all 1.</summary>
    public ReadOnlySpan<float> ClassWeights { get; init; }

    /// <summary>One weight per row, or empty: all 1.</summary>
    public ReadOnlySpan<float> SampleWeights { get; init; }

    /// <summary>ε: how much of each target is spread over all classes.</summary>
    public float Smoothing { get; init; }

    /// <summary>Factor of the gradient: 1 / (sum of the weights that the mean divides by).</summary>
    public required double Scale { get; init; }

    /// <summary>[rows, classes], overwritten, or empty when only the value is wanted. May not overlap the inputs.</summary>
    public required Span<float> Gradient { get; init; }
}
