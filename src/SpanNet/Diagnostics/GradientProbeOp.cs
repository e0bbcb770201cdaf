using SpanNet.Operators;

namespace SpanNet.Diagnostics;

/// <summary>The operator of <see cref="GradientProbe"/>.</summary>
internal sealed class GradientProbeOp(float[] gradient) : Operator
{
    /// <inheritdoc/>
    public override void Forward(in ForwardPass pass) => pass.Input(0).CopyTo(pass.Output);

    /// <inheritdoc/>
    public override void Backward(in BackwardPass pass)
    {
        pass.OutputGradient.CopyTo(gradient);
        if (pass.ParameterGradient(0) is { IsNeeded: true } unused)
        {
            unused.Destination.Clear();
        }
    }
}
