using System.Numerics.Tensors;

namespace SpanNet.Operators;

/// <summary>y = x·mask, one number of the mask for each sample and channel. Backward: dx = dy·mask, with the mask drawn again.</summary>
internal sealed class SpatialDropoutOp : Operator
{
    private readonly float keep;
    private readonly float scale;
    private readonly int channels;
    private readonly int positions;

    public SpatialDropoutOp(float rate, LoweringContext context)
    {
        keep = 1f - rate;
        scale = 1f / keep;
        channels = context.Output[^1];
        positions = context.Output.Length / channels;
        context.ForwardScratch(checked(context.Batch * channels));
        context.BackwardScratch(checked(context.Batch * channels));
    }

    public override void Forward(in ForwardPass pass)
    {
        Span<float> mask = pass.Scratch(0)[..(pass.Batch * channels)];
        pass.Random.Keep(mask, keep, scale);
        Multiply(pass.Input(0), mask, pass.Output, add: false);
    }

    public override void Backward(in BackwardPass pass)
    {
        Span<float> mask = pass.Scratch(0)[..(pass.Batch * channels)];
        pass.Random.Keep(mask, keep, scale);
        GradientSink dx = pass.InputGradient(0);
        Multiply(pass.OutputGradient, mask, dx.Destination, dx.Accumulates);
    }

    private void Multiply(ReadOnlySpan<float> x, ReadOnlySpan<float> mask, Span<float> y, bool add)
    {
        for (int at = 0; at < x.Length; at += channels)
        {
            ReadOnlySpan<float> row = x.Slice(at, channels);
            ReadOnlySpan<float> factors = mask.Slice(at / (positions * channels) * channels, channels);
            Span<float> destination = y.Slice(at, channels);
            if (add)
            {
                TensorPrimitives.FusedMultiplyAdd(row, factors, destination, destination);
            }
            else
            {
                TensorPrimitives.Multiply(row, factors, destination);
            }
        }
    }
}
