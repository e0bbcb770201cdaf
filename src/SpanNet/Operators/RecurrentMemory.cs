using SpanNet.Graphs;
using SpanNet.Kernels.Recurrent;

namespace SpanNet.Operators;

/// <summary>The memory of a <see cref="RecurrentOp"/>: what it asks for at plan time, and where that lies in a pass.</summary>
internal sealed class RecurrentMemory
{
    /// <summary>The number of memory that there is not.</summary>
    private const int None = -1;

    private readonly bool isTraining;
    private readonly int[] gates;
    private readonly int[] previous;
    private readonly int[] previousCell;
    private readonly int[] kept;
    private readonly int[] sequences;
    private readonly int[] sequenceGradients;
    private readonly int[] stateGradients;
    private readonly int forwardScratch;
    private readonly int backwardScratch;
    private readonly int productGradient = None;

    public RecurrentMemory(RecurrentNet net, RecurrentShape[] shapes, LoweringContext context)
    {
        int rows = checked(context.Batch * shapes[0].Time);
        RecurrentShape first = shapes[0];
        isTraining = context.Mode == PlanMode.Training;
        forwardScratch = context.ForwardScratch(checked(context.Batch * first.ForwardScratch));
        if (!isTraining)
        {
            int shared = context.ForwardScratch(checked(rows * first.Width));
            gates = Each(net.Count, () => shared);
            sequences = Each(net.Layers - 1, () => context.ForwardScratch(checked(rows * net.Outputs)));
            previous = previousCell = kept = sequenceGradients = stateGradients = [];
            return;
        }

        gates = Each(net.Count, () => context.Save(checked(rows * first.Width)));
        previous = Each(net.Count, () => context.Save(checked(rows * net.Hidden)));
        previousCell = Each(net.Count, () => first.HasCell ? context.Save(checked(rows * net.Hidden)) : None);
        kept = Each(net.Count, () => first.Kept > 0 ? context.Save(checked(rows * first.Kept)) : None);
        sequences = Each(net.Layers - 1, () => context.Save(checked(rows * net.Outputs)));
        sequenceGradients = Each(net.Layers - 1, () => context.BackwardScratch(checked(rows * net.Outputs)));
        stateGradients = Each(net.Count, () => context.BackwardScratch(checked(context.Batch * first.BackwardScratch)));
        backwardScratch = context.BackwardScratch(shapes.Max(shape => shape.ProductScratch(context.Batch)));
        if (first.HasHiddenGradient)
        {
            productGradient = context.BackwardScratch(checked(rows * first.Width));
        }
    }

    public Span<float> Gates(in ForwardPass pass, int net) => isTraining ? pass.Saved(gates[net]) : pass.Scratch(gates[net]);

    public Span<float> Gates(in BackwardPass pass, int net) => pass.Saved(gates[net]);

    public Span<float> Previous(in ForwardPass pass, int net) => isTraining ? pass.Saved(previous[net]) : default;

    public Span<float> Previous(in BackwardPass pass, int net) => pass.Saved(previous[net]);

    public Span<float> PreviousCell(in ForwardPass pass, int net) =>
        isTraining && previousCell[net] != None ? pass.Saved(previousCell[net]) : default;

    public Span<float> PreviousCell(in BackwardPass pass, int net) => previousCell[net] != None ? pass.Saved(previousCell[net]) : default;

    public Span<float> Kept(in ForwardPass pass, int net) => isTraining && kept[net] != None ? pass.Saved(kept[net]) : default;

    public Span<float> Kept(in BackwardPass pass, int net) => kept[net] != None ? pass.Saved(kept[net]) : default;

    /// <summary>[batch, time, outputs]: what layer number <paramref name="layer"/>, not the last, gives to the next.</summary>
    public Span<float> Sequence(in ForwardPass pass, int layer) =>
        isTraining ? pass.Saved(sequences[layer]) : pass.Scratch(sequences[layer]);

    /// <inheritdoc cref="Sequence(in ForwardPass, int)"/>
    public Span<float> Sequence(in BackwardPass pass, int layer) => pass.Saved(sequences[layer]);

    /// <summary>The gradient by <see cref="Sequence(in ForwardPass, int)"/>.</summary>
    public Span<float> SequenceGradient(in BackwardPass pass, int layer) => pass.Scratch(sequenceGradients[layer]);

    public Span<float> ProductGradient(in BackwardPass pass) => productGradient != None ? pass.Scratch(productGradient) : default;

    public Span<float> StateGradients(in BackwardPass pass, int net) => pass.Scratch(stateGradients[net]);

    public Span<float> Scratch(in ForwardPass pass) => pass.Scratch(forwardScratch);

    public Span<float> Scratch(in BackwardPass pass) => pass.Scratch(backwardScratch);

    private static int[] Each(int count, Func<int> ask) => [.. Enumerable.Range(0, count).Select(_ => ask())];
}
