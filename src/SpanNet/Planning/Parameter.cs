using SpanNet.Graphs;
using SpanNet.Kernels.Memory;

namespace SpanNet.Planning;

/// <summary>A named view into the <see cref="ParameterStore"/>.</summary>
/// <param name="Name">Node and parameter: <c>dense2.weight</c>.</param>
/// <param name="Spec">What the layer asked for.</param>
/// <param name="Slice">Where it lies, in values and gradients alike.</param>
public sealed record Parameter(string Name, ParameterSpec Spec, Slice Slice)
{
    /// <summary>Name of the node that it belongs to: <c>dense2</c>.</summary>
    public string Layer => Name[..^(Spec.Name.Length + 1)];
}
