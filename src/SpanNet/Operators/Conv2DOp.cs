using SpanNet.Graphs;
using SpanNet.Kernels.Activations;
using SpanNet.Kernels.Convolution;

namespace SpanNet.Operators;

/// <summary>
/// z = x ∗ w + b, y = f(z). Backward: dz = f′·dy, db = Σ dz over batch and pixels, dw and dx as <see cref="Convolution"/> has them.
/// The gradient dz replaces dy in place; z is kept only where f′ cannot be computed from y.
/// </summary>
internal sealed class Conv2DOp : Operator
{
    private readonly Convolution convolution;
    private readonly Activation? activation;
    private readonly bool hasBias;
    private readonly bool savesInput;

    public Conv2DOp(ConvolutionShape shape, Activation? activation, bool hasBias, LoweringContext context)
    {
        convolution = new Convolution(shape);
        this.activation = activation;
        this.hasBias = hasBias;
        context.ForwardScratch(convolution.ForwardScratch(context.Batch));
        if (context.Mode == PlanMode.Training)
        {
            savesInput = activation is { DerivativeUsesOutput: false };
            if (savesInput)
            {
                context.Save(checked(context.Batch * shape.OutputLength));
            }

            context.BackwardScratch(
                Math.Max(convolution.WeightGradientScratch(context.Batch), convolution.InputGradientScratch(context.Batch))
            );
            BiasAndDerivative.Request(context, hasBias, shape.OutputHeight * shape.OutputWidth, shape.Outputs);
        }
    }

    public override bool BackwardReadsInputs => true;

    public override bool BackwardReadsOutput => activation is { DerivativeUsesOutput: true };

    public override void Forward(in ForwardPass pass)
    {
        ReadOnlySpan<float> bias = hasBias ? pass.Parameter(1) : default;
        Span<float> z = savesInput ? pass.Saved(0)[..pass.Output.Length] : pass.Output;
        convolution.Forward(pass.Input(0), pass.Parameter(0), bias, z, pass.Output, pass.Scratch(0), pass.Batch, activation, pass.Team);
    }

    public override void Backward(in BackwardPass pass)
    {
        ReadOnlySpan<float> zOrY = savesInput ? pass.Saved(0)[..pass.OutputGradient.Length] : pass.Output;
        BiasAndDerivative.Run(pass, hasBias, convolution.Shape.Outputs, activation, zOrY);
        Gradients(pass, convolution);
    }

    /// <summary>dw and dx from dz, with scratch number 0.</summary>
    internal static void Gradients(in BackwardPass pass, Convolution convolution)
    {
        ReadOnlySpan<float> dz = pass.OutputGradient;
        if (pass.ParameterGradient(0) is { IsNeeded: true } dw)
        {
            convolution.WeightGradient(pass.Input(0), dz, dw.Destination, pass.Scratch(0), pass.Batch, dw.Accumulates, pass.Team);
        }

        if (pass.InputGradient(0) is { IsNeeded: true } dx)
        {
            convolution.InputGradient(dz, pass.Parameter(0), dx.Destination, pass.Scratch(0), pass.Batch, dx.Accumulates, pass.Team);
        }
    }
}
