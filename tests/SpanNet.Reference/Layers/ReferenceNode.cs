namespace SpanNet.Reference.Layers;

/// <summary>A layer of a <see cref="ReferenceNetwork"/>.</summary>
/// <param name="Layer">What is computed; null for an input of the network.</param>
/// <param name="Inputs">Numbers of the nodes that it reads.</param>
/// <param name="Parameters">Numbers of its parameters.</param>
public sealed record ReferenceNode(ReferenceLayer? Layer, int[] Inputs, int[] Parameters);
