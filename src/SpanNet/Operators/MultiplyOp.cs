using System.Numerics.Tensors;

namespace SpanNet.Operators;

/// <summary>
/// y = x₀ · x₁, x₁ being repeated at every position of x₀ when it is one row. Backward: dx₀ = dy · x₁; dx₁ = Σ dy · x₀ over the positions,
/// one chain of fused multiply-adds in their order.
/// </summary>
internal sealed class MultiplyOp(LoweringContext context) : Operator
{
    private readonly int row = context.Inputs[1].Length;
    private readonly int positions = context.Inputs[0].Length / context.Inputs[1].Length;

    public override bool BackwardReadsInputs => true;

    public override void Forward(in ForwardPass pass)
    {
        ReadOnlySpan<float> x0 = pass.Input(0);
        ReadOnlySpan<float> x1 = pass.Input(1);
        Span<float> y = pass.Output;
        if (positions == 1)
        {
            TensorPrimitives.Multiply(x0, x1, y);
            return;
        }

        for (int i = 0; i < pass.Batch * positions; i++)
        {
            TensorPrimitives.Multiply(x0.Slice(i * row, row), x1.Slice(i / positions * row, row), y.Slice(i * row, row));
        }
    }

    public override void Backward(in BackwardPass pass)
    {
        ReadOnlySpan<float> x0 = pass.Input(0);
        ReadOnlySpan<float> x1 = pass.Input(1);
        ReadOnlySpan<float> dy = pass.OutputGradient;
        GradientSink dx0 = pass.InputGradient(0);
        GradientSink dx1 = pass.InputGradient(1);
        for (int i = 0; i < pass.Batch * positions; i++)
        {
            ReadOnlySpan<float> g = dy.Slice(i * row, row);
            int of = i / positions * row;
            if (dx0.IsNeeded)
            {
                Put(g, x1.Slice(of, row), dx0.Destination.Slice(i * row, row), dx0.Accumulates);
            }

            if (dx1.IsNeeded)
            {
                Put(g, x0.Slice(i * row, row), dx1.Destination.Slice(of, row), dx1.Accumulates || i % positions > 0);
            }
        }
    }

    private static void Put(ReadOnlySpan<float> dy, ReadOnlySpan<float> x, Span<float> dx, bool add)
    {
        if (add)
        {
            TensorPrimitives.FusedMultiplyAdd(dy, x, dx, dx);
        }
        else
        {
            TensorPrimitives.Multiply(dy, x, dx);
        }
    }
}
