using SpanNet.Kernels.Pooling;

namespace SpanNet.Operators;

/// <summary>y = the maximum of every window. Backward: dx of the first maximum gets dy, found again by comparing x with y.</summary>
internal sealed class MaxPool2DOp(Pooling pooling) : Operator
{
    public override bool BackwardReadsInputs => true;

    public override bool BackwardReadsOutput => true;

    public override void Forward(in ForwardPass pass) => pooling.Maximum(pass.Input(0), pass.Output, pass.Batch, pass.Team);

    public override void Backward(in BackwardPass pass)
    {
        GradientSink dx = pass.InputGradient(0);
        pooling.MaximumGradient(pass.Input(0), pass.Output, pass.OutputGradient, dx.Destination, pass.Batch, dx.Accumulates, pass.Team);
    }
}
