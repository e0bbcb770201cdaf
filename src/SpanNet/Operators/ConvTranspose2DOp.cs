using SpanNet.Graphs;
using SpanNet.Kernels.Activations;
using SpanNet.Kernels.Convolution;

namespace SpanNet.Operators;

/// <summary>
/// z = what the gradient of a convolution makes of x, plus b; y = f(z). Backward: dz = f′·dy, db = Σ dz, dx = dz ∗ w, and dw as that
/// convolution has it, with image and result exchanged.
/// </summary>
internal sealed class ConvTranspose2DOp : Operator
{
    private readonly Convolution convolution;
    private readonly Activation? activation;
    private readonly bool hasBias;
    private readonly bool savesInput;

    public ConvTranspose2DOp(ConvolutionShape shape, Activation? activation, bool hasBias, LoweringContext context)
    {
        convolution = new Convolution(shape);
        this.activation = activation;
        this.hasBias = hasBias;
        context.ForwardScratch(convolution.InputGradientScratch(context.Batch));
        if (context.Mode == PlanMode.Training)
        {
            savesInput = activation is { DerivativeUsesOutput: false };
            if (savesInput)
            {
                context.Save(checked(context.Batch * shape.InputLength));
            }

            context.BackwardScratch(Math.Max(convolution.WeightGradientScratch(context.Batch), convolution.ForwardScratch(context.Batch)));
            BiasAndDerivative.Request(context, hasBias, shape.Height * shape.Width, shape.Channels);
        }
    }

    public override bool BackwardReadsInputs => true;

    public override bool BackwardReadsOutput => activation is { DerivativeUsesOutput: true };

    public override void Forward(in ForwardPass pass)
    {
        ReadOnlySpan<float> bias = hasBias ? pass.Parameter(1) : default;
        Span<float> z = savesInput ? pass.Saved(0)[..pass.Output.Length] : pass.Output;
        convolution.Transposed(pass.Input(0), pass.Parameter(0), bias, z, pass.Output, pass.Scratch(0), pass.Batch, activation, pass.Team);
    }

    public override void Backward(in BackwardPass pass)
    {
        ReadOnlySpan<float> dz = pass.OutputGradient;
        ReadOnlySpan<float> zOrY = savesInput ? pass.Saved(0)[..dz.Length] : pass.Output;
        BiasAndDerivative.Run(pass, hasBias, convolution.Shape.Channels, activation, zOrY);
        if (pass.ParameterGradient(0) is { IsNeeded: true } dw)
        {
            convolution.WeightGradient(dz, pass.Input(0), dw.Destination, pass.Scratch(0), pass.Batch, dw.Accumulates, pass.Team);
        }

        if (pass.InputGradient(0) is { IsNeeded: true } dx)
        {
            convolution.TransposedInputGradient(
                dz,
                pass.Parameter(0),
                dx.Destination,
                pass.Scratch(0),
                pass.Batch,
                dx.Accumulates,
                pass.Team
            );
        }
    }
}
