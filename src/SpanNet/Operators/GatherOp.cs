using System.Numerics.Tensors;
using SpanNet.Graphs;

namespace SpanNet.Operators;

/// <summary>y[…, i, …] = x[…, indices[i], …] along one axis. Backward: dx gets the sum of what was read from it, in the order of i.</summary>
internal sealed class GatherOp : Operator
{
    private readonly int[] indices;

    /// <summary>Floats of one element along the axis.</summary>
    private readonly int piece;

    private readonly int extent;
    private readonly int repeats;

    public GatherOp(IntegerList indices, int axis, Shape input)
    {
        this.indices = [.. indices.Items];
        extent = input[axis];
        repeats = 1;
        foreach (int outer in input.Extents[..axis])
        {
            repeats *= outer;
        }

        piece = input.Length / (repeats * extent);
    }

    public override void Forward(in ForwardPass pass)
    {
        ReadOnlySpan<float> x = pass.Input(0);
        Span<float> y = pass.Output;
        for (int r = 0; r < pass.Batch * repeats; r++)
        {
            for (int i = 0; i < indices.Length; i++)
            {
                x.Slice(((r * extent) + indices[i]) * piece, piece).CopyTo(y.Slice(((r * indices.Length) + i) * piece, piece));
            }
        }
    }

    public override void Backward(in BackwardPass pass)
    {
        GradientSink dx = pass.InputGradient(0);
        if (!dx.Accumulates)
        {
            dx.Destination.Clear();
        }

        ReadOnlySpan<float> dy = pass.OutputGradient;
        for (int r = 0; r < pass.Batch * repeats; r++)
        {
            for (int i = 0; i < indices.Length; i++)
            {
                Span<float> destination = dx.Destination.Slice(((r * extent) + indices[i]) * piece, piece);
                TensorPrimitives.Add(destination, dy.Slice(((r * indices.Length) + i) * piece, piece), destination);
            }
        }
    }
}
