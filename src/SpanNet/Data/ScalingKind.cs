namespace SpanNet.Data;

/// <summary>What a <see cref="Scaling"/> makes of each feature.</summary>
public enum ScalingKind
{
    /// <summary>The values as they are.</summary>
    None,

    /// <summary>(x − mean) / standard deviation.</summary>
    Standardize,

    /// <summary>(x − minimum) / (maximum − minimum): 0 to 1 over the training part.</summary>
    MinMax,
}
