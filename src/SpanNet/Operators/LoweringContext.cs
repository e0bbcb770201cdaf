using System.Collections.Immutable;
using SpanNet.Graphs;

namespace SpanNet.Operators;

/// <summary>What a layer knows when it makes its operator, and where it asks for memory. Used at plan time only.</summary>
public sealed class LoweringContext
{
    private readonly List<int> saved = [];
    private readonly List<int> forwardScratch = [];
    private readonly List<int> backwardScratch = [];

    internal LoweringContext(string name, ImmutableArray<Shape> inputs, Shape output, PlanMode mode, int batch)
    {
        Name = name;
        Inputs = inputs;
        Output = output;
        Mode = mode;
        Batch = batch;
    }

    /// <summary>Name of the node, for messages.</summary>
    public string Name { get; }

    /// <summary>Shapes of the inputs.</summary>
    public ImmutableArray<Shape> Inputs { get; }

    /// <summary>Shape of the output.</summary>
    public Shape Output { get; }

    /// <summary>What the plan is for.</summary>
    public PlanMode Mode { get; }

    /// <summary>Largest batch that the plan runs.</summary>
    public int Batch { get; }

    /// <summary>
    /// Whether the layer has parameters and training changes none of them: running statistics stay too, and the layer computes with them
    /// as at inference.
    /// </summary>
    public bool IsFrozen { get; internal init; }

    internal IReadOnlyList<int> SavedLengths => saved;

    internal IReadOnlyList<int> ForwardScratchLengths => forwardScratch;

    internal IReadOnlyList<int> BackwardScratchLengths => backwardScratch;

    /// <summary>Asks for memory that keeps its content from the forward to the backward pass; returns its number.</summary>
    public int Save(int length)
    {
        saved.Add(length);
        return saved.Count - 1;
    }

    /// <summary>Asks for memory that a forward call may use and loses when it returns; returns its number.</summary>
    public int ForwardScratch(int length)
    {
        forwardScratch.Add(length);
        return forwardScratch.Count - 1;
    }

    /// <summary>Asks for memory that a backward call may use and loses when it returns; returns its number.</summary>
    public int BackwardScratch(int length)
    {
        backwardScratch.Add(length);
        return backwardScratch.Count - 1;
    }
}
