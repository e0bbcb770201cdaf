using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using SpanNet.Graphs;
using SpanNet.Kernels.Gemm;
using SpanNet.Kernels.Memory;

namespace SpanNet.Operators;

/// <summary>One operator with the places of all that it reads and writes.</summary>
internal sealed record PlanStep
{
    /// <summary>The nodes whose work the step does, in their order: more than one where layers were fused.</summary>
    public required ImmutableArray<Node> Nodes { get; init; }

    /// <summary>The node whose value the step computes.</summary>
    public Node Node => Nodes[^1];

    /// <summary>The layer that was lowered: the node's own, or what it became by fusion.</summary>
    public required Layer Layer { get; init; }

    /// <summary>Kinds of all layers whose work the step does.</summary>
    public string Kind => string.Join(" + ", Nodes.Select(node => node.Layer!.Kind));

    public required Operator Operator { get; init; }

    /// <summary>The forward pass of a batch of one, where the operator has a way of its own.</summary>
    public RowForward? Row { get; init; }

    /// <summary>Likewise the way back with a receiver.</summary>
    public RowBackward? RowBack { get; init; }

    /// <summary>Shapes of the inputs, without the batch.</summary>
    public required ImmutableArray<Shape> InputShapes { get; init; }

    public required ImmutableArray<InputPort> Inputs { get; init; }

    public required ImmutableArray<ParameterPort> Parameters { get; init; }

    public required Slice Output { get; init; }

    /// <summary>Floats of the output per sample.</summary>
    public required int OutputLength { get; init; }

    public required Slice OutputGradient { get; init; }

    /// <summary>False when no gradient flows through the step: frozen or constant.</summary>
    public required bool RunsBackward { get; init; }

    public required ImmutableArray<Slice> Saved { get; init; }

    public required ImmutableArray<Slice> ForwardScratch { get; init; }

    public required ImmutableArray<Slice> BackwardScratch { get; init; }

    /// <summary>Input <paramref name="i"/> of a batch: in the arena, or where the network's input was borrowed.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ReadOnlySpan<float> Input(int i, scoped in PassMemory memory, int batch)
    {
        ref readonly InputPort input = ref Inputs.ItemRef(i);
        return input.IsBorrowed && !memory.Borrowed.IsEmpty
            ? memory.Borrowed
            : memory.Arena.Slice(input.Value.Offset, batch * input.Length);
    }
}
