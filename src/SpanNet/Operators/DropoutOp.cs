using System.Numerics.Tensors;

namespace SpanNet.Operators;

/// <summary>y = x·mask, mask = 0 with probability rate, else 1 / (1 − rate). Backward: dx = dy·mask, with the mask drawn again.</summary>
internal sealed class DropoutOp : Operator
{
    private readonly float keep;
    private readonly float scale;

    public DropoutOp(float rate, LoweringContext context)
    {
        keep = 1f - rate;
        scale = 1f / keep;
        context.BackwardScratch(context.Batch * context.Output.Length);
    }

    public override void Forward(in ForwardPass pass)
    {
        Span<float> y = pass.Output;
        pass.Random.Keep(y, keep, scale);
        TensorPrimitives.Multiply(pass.Input(0), y, y);
    }

    public override void Backward(in BackwardPass pass)
    {
        GradientSink dx = pass.InputGradient(0);
        ReadOnlySpan<float> dy = pass.OutputGradient;
        Span<float> mask = pass.Scratch(0)[..dy.Length];
        pass.Random.Keep(mask, keep, scale);
        if (dx.Accumulates)
        {
            TensorPrimitives.Multiply(mask, dy, mask);
            TensorPrimitives.Add(dx.Destination, mask, dx.Destination);
        }
        else
        {
            TensorPrimitives.Multiply(mask, dy, dx.Destination);
        }
    }
}
