using SpanNet.Operators;

namespace SpanNet.Testing;

/// <summary>The operator of <see cref="Probe"/>.</summary>
internal sealed class ProbeOp(float[] gradient) : Operator
{
    public override void Forward(in ForwardPass pass) => pass.Input(0).CopyTo(pass.Output);

    public override void Backward(in BackwardPass pass)
    {
        pass.OutputGradient.CopyTo(gradient);
        if (pass.ParameterGradient(0) is { IsNeeded: true } unused)
        {
            unused.Destination.Clear();
        }
    }
}
