using System.Numerics.Tensors;

namespace SpanNet.Operators;

/// <summary>
/// y = [x₀, x₁, …] along one axis. Backward: every dx is its piece of dy. Where the pieces do not alternate, for one sample, an x may lie in y
/// and its dx in dy: those are not copied.
/// </summary>
internal sealed class ConcatOp : Operator
{
    /// <summary>Product of the extents before the axis: so many times per sample the pieces alternate.</summary>
    private readonly int repeats;

    /// <summary>Contiguous floats of each input per repeat.</summary>
    private readonly int[] pieces;

    private readonly int row;
    private readonly int maximumBatch;

    public ConcatOp(int axis, LoweringContext context)
    {
        repeats = 1;
        foreach (int extent in context.Inputs[0].Extents[..axis])
        {
            repeats *= extent;
        }

        pieces = [.. context.Inputs.Select(input => input.Length / repeats)];
        row = pieces.Sum();
        maximumBatch = context.Batch;
    }

    public override int? InputInOutput(int i) => maximumBatch * repeats == 1 ? pieces[..i].Sum() : null;

    public override void Forward(in ForwardPass pass)
    {
        int offset = 0;
        for (int i = 0; i < pieces.Length; i++)
        {
            ReadOnlySpan<float> x = pass.Input(i);
            int piece = pieces[i];
            for (int r = 0; r < pass.Batch * repeats; r++)
            {
                ReadOnlySpan<float> part = x.Slice(r * piece, piece);
                Span<float> destination = pass.Output.Slice((r * row) + offset, piece);
                if (part != destination)
                {
                    part.CopyTo(destination);
                }
            }

            offset += piece;
        }
    }

    public override void Backward(in BackwardPass pass)
    {
        int offset = 0;
        for (int i = 0; i < pieces.Length; i++)
        {
            GradientSink dx = pass.InputGradient(i);
            int piece = pieces[i];
            for (int r = 0; dx.IsNeeded && r < pass.Batch * repeats; r++)
            {
                ReadOnlySpan<float> dy = pass.OutputGradient.Slice((r * row) + offset, piece);
                Span<float> destination = dx.Destination.Slice(r * piece, piece);
                if (dx.Accumulates)
                {
                    TensorPrimitives.Add(destination, dy, destination);
                }
                else if (dy != destination)
                {
                    dy.CopyTo(destination);
                }
            }

            offset += piece;
        }
    }
}
