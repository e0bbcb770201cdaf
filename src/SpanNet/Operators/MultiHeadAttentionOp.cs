using System.Numerics.Tensors;
using SpanNet.Graphs;
using SpanNet.Kernels.Attention;
using SpanNet.Kernels.Gemm;
using SpanNet.Kernels.Memory;
using SpanNet.Kernels.RandomNumbers;
using SpanNet.Kernels.Reductions;

namespace SpanNet.Operators;

/// <summary>
/// q, k, v = x·Wᵀ + b, q scaled by 1/√d; c = softmax(q·kᵀ)·v in each head; y = c·Woᵀ + bo. Backward keeps q, k, v, c and the weights of
/// the softmax: to make those again costs a sixth of the heads' products and all their exponentials.
/// </summary>
internal sealed class MultiHeadAttentionOp : Operator
{
    private const int Projections = 3;

    private readonly AttentionPlan plan;
    private readonly AttentionShape shape;
    private readonly int width;
    private readonly int weightLength;
    private readonly int biasLength;
    private readonly float scale;
    private readonly bool isTraining;

    public MultiHeadAttentionOp(in AttentionPlan plan, LoweringContext context)
    {
        this.plan = plan;
        shape = plan.Shape;
        width = shape.Width;
        weightLength = Panels.Length(width, width);
        biasLength = AlignedBuffer.Pad(width);
        scale = 1f / MathF.Sqrt(shape.HeadWidth);
        isTraining = context.Mode == PlanMode.Training;
        int queries = checked(context.Batch * shape.Queries);
        int keys = checked(context.Batch * shape.Keys);
        Func<int, int> kept = isTraining ? context.Save : context.ForwardScratch;
        kept(checked(queries * width)); // 0: q
        kept(checked(keys * width)); // 1: k
        kept(checked(keys * width)); // 2: v
        kept(checked(queries * width)); // 3: context
        if (!isTraining)
        {
            context.ForwardScratch(Attention.ForwardScratch(shape, context.Batch)); // 4
            return;
        }

        context.Save(checked(context.Batch * shape.Weights)); // 4: weights
        context.ForwardScratch(Attention.ForwardScratch(shape, context.Batch)); // 0
        context.BackwardScratch(checked(queries * width)); // 0: dcontext
        context.BackwardScratch(checked(queries * width)); // 1: dq
        context.BackwardScratch(checked(keys * width)); // 2: dk
        context.BackwardScratch(checked(keys * width)); // 3: dv
        int products = Math.Max(Gemm.WeightGradientScratch(Math.Max(queries, keys), width), Gemm.InputGradientScratch(width, width));
        context.BackwardScratch(Math.Max(products, Attention.BackwardScratch(shape, context.Batch))); // 4
    }

    public override bool BackwardReadsInputs => true;

    public override void Forward(in ForwardPass pass)
    {
        int queries = pass.Batch * shape.Queries;
        int keys = pass.Batch * shape.Keys;
        Span<float> q = Kept(pass, 0)[..(queries * width)];
        Span<float> k = Kept(pass, 1)[..(keys * width)];
        Span<float> v = Kept(pass, 2)[..(keys * width)];
        Span<float> context = Kept(pass, 3)[..(queries * width)];
        Project(pass, 0, pass.Input(0), q);
        Project(pass, 1, pass.Input(plan.KeyInput), k);
        Project(pass, 2, pass.Input(plan.ValueInput), v);
        TensorPrimitives.Multiply(q, scale, q);
        ReadOnlySpan<float> mask = plan.MaskInput < 0 ? default : pass.Input(plan.MaskInput);
        Span<float> weights = isTraining ? pass.Saved(4) : default;
        Span<float> scratch = pass.Scratch(isTraining ? 0 : 4);
        Attention.Forward(shape, pass.Batch, q, k, v, mask, weights, context, Dropout(pass.Random), scratch, pass.Team);
        ReadOnlySpan<float> bias = plan.HasBias ? pass.Parameter(3) : default;
        Span<float> y = pass.Output;
        Gemm.Forward(context, pass.Parameter(plan.HasBias ? 2 : 1), bias, y, y, queries, width, width, null, pass.Team);
    }

    public override void Backward(in BackwardPass pass)
    {
        int queries = pass.Batch * shape.Queries;
        int keys = pass.Batch * shape.Keys;
        ReadOnlySpan<float> dy = pass.OutputGradient;
        ReadOnlySpan<float> w = pass.Parameter(plan.HasBias ? 2 : 1);
        Span<float> dcontext = pass.Scratch(0)[..(queries * width)];
        Span<float> dq = pass.Scratch(1)[..(queries * width)];
        Span<float> dk = pass.Scratch(2)[..(keys * width)];
        Span<float> dv = pass.Scratch(3)[..(keys * width)];
        Span<float> scratch = pass.Scratch(4);
        if (plan.HasBias)
        {
            SumColumns(dy, queries, pass.ParameterGradient(3), 0);
        }

        if (pass.ParameterGradient(plan.HasBias ? 2 : 1) is { IsNeeded: true } dw)
        {
            ReadOnlySpan<float> context = pass.Saved(3)[..(queries * width)];
            Gemm.WeightGradient(context, dy, dw.Destination, scratch, queries, width, width, dw.Accumulates, pass.Team);
        }

        Gemm.InputGradient(dy, w, dcontext, scratch, queries, width, width, accumulate: false, pass.Team);
        ReadOnlySpan<float> q = pass.Saved(0);
        ReadOnlySpan<float> k = pass.Saved(1);
        ReadOnlySpan<float> v = pass.Saved(2);
        WeightDropout dropout = Dropout(pass.Random);
        Attention.Backward(shape, pass.Batch, q, k, v, pass.Saved(4), dcontext, dq, dk, dv, dropout, scratch, pass.Team);
        TensorPrimitives.Multiply(dq, scale, dq);

        ProjectBack(pass, 0, 0, dq, queries, isFirst: true);
        ProjectBack(pass, 1, plan.KeyInput, dk, keys, isFirst: plan.KeyInput != 0);
        ProjectBack(pass, 2, plan.ValueInput, dv, keys, isFirst: plan.ValueInput != plan.KeyInput);
        if (plan.MaskInput >= 0 && pass.InputGradient(plan.MaskInput) is { IsNeeded: true, Accumulates: false } dmask)
        {
            dmask.Destination.Clear();
        }
    }

    private WeightDropout Dropout(in RandomStream random) => new(random, isTraining ? plan.Dropout : 0f);

    private Span<float> Kept(in ForwardPass pass, int i) => isTraining ? pass.Saved(i) : pass.Scratch(i);

    /// <summary>y = x·Wᵀ + b with part <paramref name="part"/> of the packed projections.</summary>
    private void Project(in ForwardPass pass, int part, ReadOnlySpan<float> x, Span<float> y)
    {
        ReadOnlySpan<float> w = pass.Parameter(0).Slice(part * weightLength, weightLength);
        ReadOnlySpan<float> b = plan.HasBias ? pass.Parameter(1).Slice(part * biasLength, biasLength) : default;
        Gemm.Forward(x, w, b, y, y, x.Length / width, width, width, null, pass.Team);
    }

    /// <summary>The gradients of <see cref="Project"/>; <paramref name="isFirst"/>: this call has not written that input's gradient yet.</summary>
    private void ProjectBack(in BackwardPass pass, int part, int input, ReadOnlySpan<float> dy, int rows, bool isFirst)
    {
        if (plan.HasBias)
        {
            SumColumns(dy, rows, pass.ParameterGradient(1), part * biasLength);
        }

        if (pass.ParameterGradient(0) is { IsNeeded: true } dw)
        {
            Span<float> own = dw.Destination.Slice(part * weightLength, weightLength);
            Gemm.WeightGradient(pass.Input(input), dy, own, pass.Scratch(4), rows, width, width, dw.Accumulates, pass.Team);
        }

        if (pass.InputGradient(input) is { IsNeeded: true } dx)
        {
            ReadOnlySpan<float> w = pass.Parameter(0).Slice(part * weightLength, weightLength);
            bool adds = dx.Accumulates || !isFirst;
            Gemm.InputGradient(dy, w, dx.Destination, pass.Scratch(4), rows, width, width, adds, pass.Team);
        }
    }

    private void SumColumns(ReadOnlySpan<float> dy, int rows, in GradientSink db, int offset)
    {
        if (!db.IsNeeded)
        {
            return;
        }

        Span<float> sums = db.Destination.Slice(offset, width);
        if (db.Accumulates)
        {
            ColumnSums.Add(dy, rows, sums);
        }
        else
        {
            ColumnSums.Write(dy, rows, sums);
        }
    }
}
