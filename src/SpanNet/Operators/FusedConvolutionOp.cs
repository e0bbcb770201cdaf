using SpanNet.Graphs;
using SpanNet.Kernels.Activations;
using SpanNet.Kernels.Convolution;
using SpanNet.Kernels.Normalization;

namespace SpanNet.Operators;

/// <summary>
/// y = f((x₀ ∗ w + b − μ)·a + β + x₁) with a = γ / √(σ² + ε), each part where it is there, block by block while it is in the cache. The
/// statistics are read in every pass, so parameters may change at any time, and the bits are those of the layers one by one. In training without
/// normalization, and f is one whose derivative follows from y. Backward: dz = f′·dy, dx₁ = dz, and the convolution's gradients from dz.
/// </summary>
internal sealed class FusedConvolutionOp : Operator
{
    private readonly Convolution convolution;
    private readonly bool hasBias;
    private readonly float? epsilon;
    private readonly bool addsResidual;
    private readonly Activation? activation;

    public FusedConvolutionOp(
        ConvolutionShape shape,
        bool hasBias,
        float? epsilon,
        bool addsResidual,
        Activation? activation,
        LoweringContext context
    )
    {
        convolution = new Convolution(shape);
        this.hasBias = hasBias;
        this.epsilon = epsilon;
        this.addsResidual = addsResidual;
        this.activation = activation;
        context.ForwardScratch(convolution.ForwardScratch(context.Batch));
        context.ForwardScratch(epsilon is null ? 0 : shape.Outputs);
        if (context.Mode == PlanMode.Training)
        {
            context.BackwardScratch(
                Math.Max(convolution.WeightGradientScratch(context.Batch), convolution.InputGradientScratch(context.Batch))
            );
            BiasAndDerivative.Request(context, hasBias, shape.OutputHeight * shape.OutputWidth, shape.Outputs);
        }
    }

    public override bool BackwardReadsOutput => activation is not null;

    public override bool BackwardReadsInput(int i) => i == 0;

    public override bool OverwritesGradient(int i) => i == 1;

    public override void Forward(in ForwardPass pass)
    {
        var epilogue = new Epilogue { Residual = addsResidual ? pass.Input(1) : default, Activation = activation };
        if (epsilon is float added)
        {
            int norm = hasBias ? 2 : 1;
            int outputs = convolution.Shape.Outputs;
            Span<float> scale = pass.Scratch(1)[..outputs];
            BatchNormOp.Scale(pass.Parameter(norm)[..outputs], pass.Parameter(norm + 3)[..outputs], added, scale);
            epilogue = epilogue with
            {
                Norm = new ColumnAffineTerms
                {
                    Mean = pass.Parameter(norm + 2)[..outputs],
                    Scale = scale,
                    Shift = pass.Parameter(norm + 1)[..outputs],
                },
            };
        }

        ReadOnlySpan<float> bias = hasBias ? pass.Parameter(1) : default;
        convolution.ForwardFused(pass.Input(0), pass.Parameter(0), bias, pass.Output, pass.Scratch(0), pass.Batch, epilogue, pass.Team);
    }

    public override void Backward(in BackwardPass pass)
    {
        Span<float> dz = pass.OutputGradient;
        BiasAndDerivative.Run(pass, hasBias, convolution.Shape.Outputs, activation, pass.Output);
        if (pass.InputGradient(1) is { IsNeeded: true } residual && residual.Destination != dz)
        {
            residual.Write(dz);
        }

        Conv2DOp.Gradients(pass, convolution);
    }
}
