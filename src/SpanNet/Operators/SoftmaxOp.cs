using SpanNet.Kernels.Softmax;

namespace SpanNet.Operators;

/// <summary>y = softmax(x) along rows. Backward: dx = y·(dy − Σ dy·y).</summary>
internal sealed class SoftmaxOp(int columns) : Operator
{
    public override bool BackwardReadsOutput => true;

    public override void Forward(in ForwardPass pass) => RowSoftmax.Forward(pass.Input(0), pass.Output, columns);

    public override void Backward(in BackwardPass pass)
    {
        GradientSink dx = pass.InputGradient(0);
        if (dx.Accumulates)
        {
            RowSoftmax.BackwardAdd(pass.Output, pass.OutputGradient, dx.Destination, columns);
        }
        else
        {
            RowSoftmax.Backward(pass.Output, pass.OutputGradient, dx.Destination, columns);
        }
    }
}
