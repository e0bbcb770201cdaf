using SpanNet.Kernels.Activations;
using SpanNet.Kernels.Normalization;

namespace SpanNet.Operators;

/// <summary>How convolutions begin their way back: dz = f′·dy in place of dy, and db = Σ dz over batch and pixels, in one pass over dy.</summary>
internal static class BiasAndDerivative
{
    private const int Sums = 1;
    private const int Parts = 2;

    /// <summary>Asks for backward scratch number 1 and 2, after the operator's own number 0.</summary>
    public static void Request(LoweringContext context, bool hasBias, int pixels, int outputs)
    {
        context.BackwardScratch(hasBias ? outputs : 0);
        context.BackwardScratch(hasBias ? BiasGradient.Scratch(context.Batch * pixels, outputs) : 0);
    }

    /// <summary>Writes dz, and the gradient of parameter number 1 if that is a bias and wanted; z or y is what f′ is computed from.</summary>
    public static void Run(in BackwardPass pass, bool hasBias, int outputs, Activation? activation, ReadOnlySpan<float> zOrY)
    {
        Span<float> dz = pass.OutputGradient;
        if (hasBias && pass.ParameterGradient(1) is { IsNeeded: true } db)
        {
            Span<float> sums = pass.Scratch(Sums)[..outputs];
            BiasGradient.Run(dz, sums, pass.Scratch(Parts), activation, activation is null ? default : zOrY, pass.Team);
            db.Write(sums);
        }
        else
        {
            activation?.Backward(zOrY, dz, dz);
        }
    }
}
