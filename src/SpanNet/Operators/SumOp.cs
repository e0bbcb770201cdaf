using System.Numerics.Tensors;

namespace SpanNet.Operators;

/// <summary>y = x₀ + x₁ + …, left to right. Backward: every dx = dy.</summary>
internal sealed class SumOp(int inputs) : Operator
{
    public override bool OverwritesInput(int i) => i < 2;

    public override bool OverwritesGradient(int i) => true;

    public override void Forward(in ForwardPass pass)
    {
        TensorPrimitives.Add(pass.Input(0), pass.Input(1), pass.Output);
        for (int i = 2; i < inputs; i++)
        {
            TensorPrimitives.Add(pass.Output, pass.Input(i), pass.Output);
        }
    }

    public override void Backward(in BackwardPass pass)
    {
        for (int i = 0; i < inputs; i++)
        {
            GradientSink dx = pass.InputGradient(i);
            if (!dx.IsNeeded || dx.Destination == pass.OutputGradient)
            {
                continue;
            }

            if (dx.Accumulates)
            {
                TensorPrimitives.Add(dx.Destination, pass.OutputGradient, dx.Destination);
            }
            else
            {
                pass.OutputGradient.CopyTo(dx.Destination);
            }
        }
    }
}
