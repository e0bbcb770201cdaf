using SpanNet.Kernels.Softmax;

namespace SpanNet.Operators;

/// <summary>y = log softmax(x) along rows. Backward: dx = dy − exp(y)·Σ dy.</summary>
internal sealed class LogSoftmaxOp(int columns) : Operator
{
    public override bool BackwardReadsOutput => true;

    public override void Forward(in ForwardPass pass) => RowLogSoftmax.Forward(pass.Input(0), pass.Output, columns);

    public override void Backward(in BackwardPass pass)
    {
        GradientSink dx = pass.InputGradient(0);
        if (dx.Accumulates)
        {
            RowLogSoftmax.BackwardAdd(pass.Output, pass.OutputGradient, dx.Destination, columns);
        }
        else
        {
            RowLogSoftmax.Backward(pass.Output, pass.OutputGradient, dx.Destination, columns);
        }
    }
}
