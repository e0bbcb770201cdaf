using SpanNet.Graphs;
using SpanNet.Kernels.Normalization;

namespace SpanNet.Operators;

/// <summary>Layer and root-mean-square normalization along the last axis; the formulas are those of <see cref="RowNormalization"/>.</summary>
internal sealed class RowNormOp : Operator
{
    private readonly int columns;
    private readonly int positions;
    private readonly float epsilon;
    private readonly bool isCentered;
    private readonly bool isTraining;

    public RowNormOp(float epsilon, bool isCentered, LoweringContext context)
    {
        columns = context.Inputs[0][^1];
        positions = context.Inputs[0].Length / columns;
        this.epsilon = epsilon;
        this.isCentered = isCentered;
        isTraining = context.Mode == PlanMode.Training;
        int rows = checked(context.Batch * positions);
        if (isTraining)
        {
            context.Save(rows);
            context.Save(rows);
            context.BackwardScratch(RowNormalization.Scratch(rows, columns));
            context.BackwardScratch(columns);
            context.BackwardScratch(columns);
        }
        else
        {
            context.ForwardScratch(rows);
            context.ForwardScratch(rows);
        }
    }

    public override bool BackwardReadsInputs => true;

    public override void Forward(in ForwardPass pass)
    {
        int rows = pass.Batch * positions;
        Span<float> mean = (isTraining ? pass.Saved(0) : pass.Scratch(0))[..rows];
        Span<float> inverse = (isTraining ? pass.Saved(1) : pass.Scratch(1))[..rows];
        ReadOnlySpan<float> bias = isCentered ? pass.Parameter(1)[..columns] : default;
        RowNormalization.Forward(
            pass.Input(0),
            pass.Parameter(0)[..columns],
            bias,
            pass.Output,
            mean,
            inverse,
            epsilon,
            isCentered,
            pass.Team
        );
    }

    public override void Backward(in BackwardPass pass)
    {
        int rows = pass.Batch * positions;
        ReadOnlySpan<float> x = pass.Input(0);
        ReadOnlySpan<float> dy = pass.OutputGradient;
        ReadOnlySpan<float> mean = pass.Saved(0)[..rows];
        ReadOnlySpan<float> inverse = pass.Saved(1)[..rows];
        GradientSink dw = pass.ParameterGradient(0);
        GradientSink db = isCentered ? pass.ParameterGradient(1) : default;
        if (dw.IsNeeded || db.IsNeeded)
        {
            Span<float> sums = pass.Scratch(1)[..columns];
            Span<float> products = pass.Scratch(2)[..columns];
            RowNormalization.WeightGradients(dy, x, mean, inverse, sums, products, pass.Scratch(0), pass.Team);
            dw.Write(products);
            db.Write(sums);
        }

        if (pass.InputGradient(0) is { IsNeeded: true } dx)
        {
            ReadOnlySpan<float> w = pass.Parameter(0)[..columns];
            RowNormalization.InputGradient(dy, x, w, mean, inverse, dx.Destination, isCentered, dx.Accumulates, pass.Team);
        }
    }
}
