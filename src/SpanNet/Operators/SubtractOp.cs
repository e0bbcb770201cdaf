using System.Numerics.Tensors;

namespace SpanNet.Operators;

/// <summary>
/// y = x₀ − x₁, x₁ being repeated at every position of x₀ when it is one row. Backward: dx₀ = dy; dx₁ = −Σ dy over the positions, one
/// chain in their order.
/// </summary>
internal sealed class SubtractOp(LoweringContext context) : Operator
{
    private readonly int row = context.Inputs[1].Length;
    private readonly int positions = context.Inputs[0].Length / context.Inputs[1].Length;

    public override void Forward(in ForwardPass pass)
    {
        ReadOnlySpan<float> x0 = pass.Input(0);
        ReadOnlySpan<float> x1 = pass.Input(1);
        Span<float> y = pass.Output;
        if (positions == 1)
        {
            TensorPrimitives.Subtract(x0, x1, y);
            return;
        }

        for (int i = 0; i < pass.Batch * positions; i++)
        {
            TensorPrimitives.Subtract(x0.Slice(i * row, row), x1.Slice(i / positions * row, row), y.Slice(i * row, row));
        }
    }

    public override void Backward(in BackwardPass pass)
    {
        ReadOnlySpan<float> dy = pass.OutputGradient;
        pass.InputGradient(0).Write(dy);
        if (pass.InputGradient(1) is not { IsNeeded: true } dx)
        {
            return;
        }

        for (int i = 0; i < pass.Batch * positions; i++)
        {
            ReadOnlySpan<float> g = dy.Slice(i * row, row);
            Span<float> destination = dx.Destination.Slice(i / positions * row, row);
            if (dx.Accumulates || i % positions > 0)
            {
                TensorPrimitives.Subtract(destination, g, destination);
            }
            else
            {
                TensorPrimitives.Negate(g, destination);
            }
        }
    }
}
