using SpanNet.Kernels.Normalization;

namespace SpanNet.Operators;

/// <summary>
/// The normalization of <see cref="BatchNormOp"/>, its activation and the maximum of every window, in training. What lies between them is never stored:
/// the way back computes it again from the input.
/// </summary>
internal sealed class PooledBatchNormOp(float momentum, float epsilon, PooledNormalization pooled, LoweringContext context)
    : BatchNormOp(momentum, epsilon, null, pooled.Scratch(context.Batch), context)
{
    public override bool BackwardReadsOutput => true;

    public override bool OverwritesGradient(int i) => false;

    public override bool GradientOverwritesInput(int i) => true;

    private protected override void Apply(in ForwardPass pass, in ColumnAffineTerms terms) =>
        pooled.Forward(pass.Input(0), terms, pass.Output, pass.Batch, pass.Team);

    private protected override void Sums(in BackwardPass pass, in ColumnAffineTerms terms, Span<float> sums, Span<float> products) =>
        pooled.Sums(pass.Input(0), terms, pass.Output, pass.OutputGradient, sums, products, pass.Scratch(0), pass.Batch, pass.Team);

    private protected override void Input(
        in BackwardPass pass,
        in ColumnAffineTerms terms,
        in ColumnGradientTerms gradient,
        in GradientSink dx
    ) =>
        pooled.Input(
            pass.Input(0),
            terms,
            pass.Output,
            pass.OutputGradient,
            gradient,
            dx.Destination,
            dx.Accumulates,
            pass.Batch,
            pass.Team
        );
}
