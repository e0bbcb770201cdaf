using SpanNet.Kernels.Convolution;
using SpanNet.Kernels.Gemm;
using SpanNet.Kernels.Memory;
using SpanNet.Kernels.Threading;
using SpanNet.Testing.Cases;

namespace SpanNet.Testing;

/// <summary>A product of a convolution with its images and filters, ready to run again and again.</summary>
public sealed class ConvolutionCaseRun : IDisposable
{
    private readonly ConvolutionCase item;
    private readonly ThreadTeam team;
    private readonly Convolution convolution;
    private readonly AlignedBuffer x;
    private readonly AlignedBuffer y;
    private readonly AlignedBuffer w;
    private readonly AlignedBuffer bias;
    private readonly AlignedBuffer scratch;

    public ConvolutionCaseRun(ConvolutionCase item, ThreadTeam team)
    {
        this.item = item;
        this.team = team;
        ConvolutionShape shape = item.Shape;
        convolution = new Convolution(shape);
        x = new AlignedBuffer(item.Batch * shape.InputLength);
        y = new AlignedBuffer(item.Batch * shape.OutputLength);
        w = new AlignedBuffer(convolution.FiltersLength);
        bias = new AlignedBuffer(Panels.Count(shape.Outputs) * Panels.Width);
        scratch = new AlignedBuffer(
            item.Form switch
            {
                GemmForm.Forward => convolution.ForwardScratch(item.Batch),
                GemmForm.WeightGradient => convolution.WeightGradientScratch(item.Batch),
                _ => convolution.InputGradientScratch(item.Batch),
            }
        );
        RandomFloats.Of(x.Length, seed: 1).CopyTo(x.Span);
        RandomFloats.Of(y.Length, seed: 2).CopyTo(y.Span);
        float[] filters = RandomFloats.Of(shape.Taps * shape.Channels * shape.Outputs, seed: 3);
        FilterPanels.Pack(filters, w.Span, shape.Outputs, shape.GroupChannels, shape.Taps, shape.Groups);
    }

    /// <summary>y, dw or dx, which overwrites what was there.</summary>
    public void Run()
    {
        switch (item.Form)
        {
            case GemmForm.Forward:
                convolution.Forward(x.Span, w.Span, bias.Span, y.Span, y.Span, scratch.Span, item.Batch, null, team);
                break;
            case GemmForm.WeightGradient:
                convolution.WeightGradient(x.Span, y.Span, w.Span, scratch.Span, item.Batch, accumulate: false, team);
                break;
            default:
                convolution.InputGradient(y.Span, w.Span, x.Span, scratch.Span, item.Batch, accumulate: false, team);
                break;
        }
    }

    public void Dispose()
    {
        foreach (AlignedBuffer buffer in (AlignedBuffer[])[x, y, w, bias, scratch])
        {
            buffer.Dispose();
        }
    }
}
