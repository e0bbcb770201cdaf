using System.Numerics.Tensors;
using SpanNet.Kernels.Reductions;

namespace SpanNet.Operators;

/// <summary>y = Σ x / n over some axes. Backward: dx = dy / n for every x.</summary>
/// <remarks>A run of neighbours is summed in the order of <see cref="Sum"/>; runs are added in the order of the input.</remarks>
internal sealed class MeanOp : Operator
{
    private readonly ReducedAxes axes;

    public MeanOp(ReducedAxes axes, LoweringContext context)
    {
        this.axes = axes;
        context.BackwardScratch(checked(context.Batch * axes.OutputLength));
    }

    public override void Forward(in ForwardPass pass)
    {
        Span<float> y = pass.Output;
        y.Clear();
        for (int i = 0; i < pass.Batch; i++)
        {
            ReadOnlySpan<float> x = pass.Input(0).Slice(i * axes.InputLength, axes.InputLength);
            Span<float> sums = y.Slice(i * axes.OutputLength, axes.OutputLength);
            foreach (int target in axes.Targets)
            {
                ReadOnlySpan<float> run = x[..axes.Run];
                x = x[axes.Run..];
                if (axes.RunIsReduced)
                {
                    sums[target] += Sum.Of(run);
                }
                else
                {
                    Span<float> places = sums.Slice(target, axes.Run);
                    TensorPrimitives.Add(places, run, places);
                }
            }
        }

        TensorPrimitives.Divide(y, axes.Count, y);
    }

    public override void Backward(in BackwardPass pass)
    {
        GradientSink sink = pass.InputGradient(0);
        Span<float> g = pass.Scratch(0)[..(pass.Batch * axes.OutputLength)];
        TensorPrimitives.Divide(pass.OutputGradient, axes.Count, g);
        for (int i = 0; i < pass.Batch; i++)
        {
            Span<float> dx = sink.Destination.Slice(i * axes.InputLength, axes.InputLength);
            ReadOnlySpan<float> shares = g.Slice(i * axes.OutputLength, axes.OutputLength);
            foreach (int target in axes.Targets)
            {
                Put(shares[target..], dx[..axes.Run], sink.Accumulates);
                dx = dx[axes.Run..];
            }
        }
    }

    private void Put(ReadOnlySpan<float> shares, Span<float> dx, bool add)
    {
        switch (axes.RunIsReduced, add)
        {
            case (true, true):
                TensorPrimitives.Add(dx, shares[0], dx);
                break;
            case (true, false):
                dx.Fill(shares[0]);
                break;
            case (false, true):
                TensorPrimitives.Add(dx, shares[..axes.Run], dx);
                break;
            default:
                shares[..axes.Run].CopyTo(dx);
                break;
        }
    }
}
