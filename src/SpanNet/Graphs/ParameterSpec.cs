using SpanNet.Initializers;

namespace SpanNet.Graphs;

/// <summary>One tensor of parameters that a layer needs.</summary>
/// <param name="Name">Its name within the layer: <c>weight</c>, <c>bias</c>.</param>
/// <param name="Shape">The canonical shape, as in files: [outputs, inputs] for a dense weight, PyTorch's convention.</param>
/// <param name="Layout">How it lies in memory.</param>
/// <param name="Initializer">Its first values, in the canonical layout.</param>
/// <param name="Fans">How many inputs and outputs share it, for the initializer.</param>
/// <param name="Decays">Whether L1, L2 and weight decay apply: yes for weights, no for biases.</param>
public sealed record ParameterSpec(string Name, Shape Shape, ParameterLayout Layout, Initializer Initializer, Fans Fans, bool Decays)
{
    /// <summary>
    /// False for values that training keeps but no gradient changes, such as running statistics: saved with the model, outside the
    /// optimizer's sweep, written by the operator itself. Such a value does not decay.
    /// </summary>
    public bool IsTrained { get; init; } = true;

    /// <summary>What keeps it small, beside what the optimizer does to all; null: nothing.</summary>
    public Regularization? Regularization { get; init; }

    /// <summary>
    /// 0: each row of the first axis leads to one output. Else the first axis is that of inputs, cut into so many groups, and the second that
    /// of a group's outputs, as in a transposed convolution.
    /// </summary>
    public int TransposedGroups { get; init; }
}
