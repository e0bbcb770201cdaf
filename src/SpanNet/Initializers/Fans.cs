namespace SpanNet.Initializers;

/// <summary>
/// The number of connections into one output of a layer and out of one of its inputs: inputs and outputs of a dense layer,
/// channels times kernel area of a convolution.
/// </summary>
/// <param name="In">Connections into one output, at least 1.</param>
/// <param name="Out">Connections out of one input, at least 1.</param>
public readonly record struct Fans(int In, int Out)
{
    /// <summary>Connections into one output, at least 1.</summary>
    public int In { get; } = In >= 1 ? In : throw new ArgumentOutOfRangeException(nameof(In), In, "A fan is at least 1.");

    /// <summary>Connections out of one input, at least 1.</summary>
    public int Out { get; } = Out >= 1 ? Out : throw new ArgumentOutOfRangeException(nameof(Out), Out, "A fan is at least 1.");
}
