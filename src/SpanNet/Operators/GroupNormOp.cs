using SpanNet.Graphs;
using SpanNet.Kernels.Reductions;

namespace SpanNet.Operators;

/// <summary>
/// y = (x − μ)·s·w + b, with μ and s = 1/√(σ² + ε) of each group of channels of each sample. Backward, with g = dy·w and N values in a
/// group: db = Σ dy, dw = Σ dy·x̂, dx = s·(g − Σ g/N − x̂·Σ g·x̂/N).
/// </summary>
/// <remarks>
/// Sums go down the positions of each channel first, then over the channels of a group in their order; threads share the samples.
/// </remarks>
internal sealed class GroupNormOp : Operator
{
    /// <summary>Below so many floats a sample is not worth handing over to another thread.</summary>
    public const int Grain = 1 << 15;

    private readonly GroupNormShape shape;
    private readonly bool isTraining;

    public GroupNormOp(int groups, float epsilon, LoweringContext context)
    {
        int channels = context.Inputs[0][^1];
        shape = new GroupNormShape(context.Inputs[0].Length / channels, channels, groups, epsilon);
        isTraining = context.Mode == PlanMode.Training;
        context.ForwardScratch(checked(context.Batch * shape.ForwardScratch));
        if (isTraining)
        {
            context.Save(checked(context.Batch * channels));
            context.Save(checked(context.Batch * channels));
            context.BackwardScratch(checked(context.Batch * shape.BackwardScratch));
            context.BackwardScratch(checked(context.Batch * channels));
            context.BackwardScratch(checked(context.Batch * channels));
        }
        else
        {
            context.ForwardScratch(checked(context.Batch * channels));
            context.ForwardScratch(checked(context.Batch * channels));
        }
    }

    public override bool BackwardReadsInputs => true;

    public override void Forward(in ForwardPass pass)
    {
        int rows = pass.Batch * shape.Channels;
        new GroupNormForwardJob
        {
            Shape = shape,
            X = pass.Input(0),
            W = pass.Parameter(0)[..shape.Channels],
            B = pass.Parameter(1)[..shape.Channels],
            Y = pass.Output,
            Mean = (isTraining ? pass.Saved(0) : pass.Scratch(1))[..rows],
            Inverse = (isTraining ? pass.Saved(1) : pass.Scratch(2))[..rows],
            Scratch = pass.Scratch(0),
        }.Run(pass.Batch, pass.Team);
    }

    public override void Backward(in BackwardPass pass)
    {
        int rows = pass.Batch * shape.Channels;
        Span<float> sums = pass.Scratch(1)[..rows];
        Span<float> products = pass.Scratch(2)[..rows];
        GradientSink dx = pass.InputGradient(0);
        new GroupNormBackwardJob
        {
            Shape = shape,
            X = pass.Input(0),
            Dy = pass.OutputGradient,
            W = pass.Parameter(0)[..shape.Channels],
            Mean = pass.Saved(0)[..rows],
            Inverse = pass.Saved(1)[..rows],
            Sums = sums,
            Products = products,
            Dx = dx.Destination,
            Add = dx.Accumulates,
            Scratch = pass.Scratch(0),
        }.Run(pass.Batch, pass.Team);
        SumSamples(products, pass.Batch, pass.ParameterGradient(0));
        SumSamples(sums, pass.Batch, pass.ParameterGradient(1));
    }

    private void SumSamples(ReadOnlySpan<float> ofSamples, int batch, in GradientSink sink)
    {
        if (!sink.IsNeeded)
        {
            return;
        }

        Span<float> sums = sink.Destination[..shape.Channels];
        if (sink.Accumulates)
        {
            ColumnSums.Add(ofSamples, batch, sums);
        }
        else
        {
            ColumnSums.Write(ofSamples, batch, sums);
        }
    }
}
