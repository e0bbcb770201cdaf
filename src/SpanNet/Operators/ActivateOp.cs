using SpanNet.Kernels.Activations;

namespace SpanNet.Operators;

/// <summary>y = f(x). Backward: dx = f′·dy.</summary>
internal sealed class ActivateOp(Activation function) : Operator
{
    public override bool BackwardReadsInputs => !function.DerivativeUsesOutput;

    public override bool BackwardReadsOutput => function.DerivativeUsesOutput;

    public override bool OverwritesInput(int i) => true;

    public override bool OverwritesGradient(int i) => true;

    public override void Forward(in ForwardPass pass) => function.Forward(pass.Input(0), pass.Output);

    public override void Backward(in BackwardPass pass)
    {
        GradientSink dx = pass.InputGradient(0);
        ReadOnlySpan<float> xOrY = function.DerivativeUsesOutput ? pass.Output : pass.Input(0);
        if (dx.Accumulates)
        {
            function.BackwardAdd(xOrY, pass.OutputGradient, dx.Destination);
        }
        else
        {
            function.Backward(xOrY, pass.OutputGradient, dx.Destination);
        }
    }
}
