using SpanNet.Kernels.Pooling;

namespace SpanNet.Operators;

/// <summary>y = the average of every window. Backward: every number of a window gets dy / count.</summary>
internal sealed class AvgPool2DOp(Pooling pooling) : Operator
{
    public override void Forward(in ForwardPass pass) => pooling.Average(pass.Input(0), pass.Output, pass.Batch, pass.Team);

    public override void Backward(in BackwardPass pass)
    {
        GradientSink dx = pass.InputGradient(0);
        pooling.AverageGradient(pass.OutputGradient, dx.Destination, pass.Batch, dx.Accumulates, pass.Team);
    }
}
