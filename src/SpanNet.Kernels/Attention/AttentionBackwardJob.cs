using SpanNet.Kernels.Gemm;
using SpanNet.Kernels.Memory;
using SpanNet.Kernels.Simd;
using SpanNet.Kernels.Softmax;
using SpanNet.Kernels.Threading;

namespace SpanNet.Kernels.Attention;

/// <summary>The backward pass of <see cref="Attention"/>; each part of the job makes some heads of some samples.</summary>
internal ref struct AttentionBackwardJob : IParallelJob, ISimdKernel
{
    /// <summary>Below so many floating-point operations of the forward pass a part costs more to hand over than it saves.</summary>
    private const long Grain = 1 << 19;

    public AttentionShape Shape;
    public ReadOnlySpan<float> Q;
    public ReadOnlySpan<float> K;
    public ReadOnlySpan<float> V;
    public ReadOnlySpan<float> Weights;
    public ReadOnlySpan<float> Dcontext;
    public Span<float> Dq;
    public Span<float> Dk;
    public Span<float> Dv;
    public WeightDropout Dropout;
    public Span<float> Scratch;

    private int heads;
    private int parts;
    private int first;
    private int end;
    private Span<float> slot;

    /// <summary>Floats of scratch for one part: panels, the gradient of a head's weights, and those weights with dropout.</summary>
    public static int SlotLength(in AttentionShape shape) => Room(shape) + checked(2 * shape.HeadWeights);

    /// <summary>Runs the job on <paramref name="team"/>.</summary>
    public void Run(int batch, ThreadTeam team)
    {
        heads = batch * Shape.Heads;
        int wanted = Partition.Count(heads * Shape.HeadFlops, Grain, team.Threads);
        parts = Math.Min(Math.Min(wanted, heads), Math.Max(1, Scratch.Length / AlignedBuffer.Pad(SlotLength(Shape))));
        team.Run(this, parts);
    }

    /// <inheritdoc/>
    public readonly void Run(int part)
    {
        AttentionBackwardJob own = this;
        own.Cut(part);
        SimdWidth.Run(ref own, Panels.Width);
    }

    /// <summary>Makes this copy, which no team has run, the whole job for <paramref name="batch"/> samples.</summary>
    public void Whole(int batch)
    {
        heads = batch * Shape.Heads;
        parts = 1;
        Cut(0);
    }

    /// <summary>Computes the heads of this part.</summary>
    public readonly void Run<VW>()
        where VW : struct, ISimd<VW>
    {
        var product = new HeadProduct(slot[..Room(Shape)]);
        for (int head = first; head < end; head++)
        {
            Head<VW>(head, product);
        }
    }

    private static int Room(in AttentionShape shape) =>
        AlignedBuffer.Pad(
            Math.Max(HeadProduct.Room(shape.HeadWidth, shape.Keys), HeadProduct.Room(Math.Max(shape.Keys, shape.Queries), shape.HeadWidth))
        );

    private void Cut(int part)
    {
        (first, end) = Partition.Range(heads, part, parts);
        int length = AlignedBuffer.Pad(SlotLength(Shape));
        slot = Scratch.Slice(part * length, SlotLength(Shape));
    }

    private readonly void Head<VW>(int head, in HeadProduct product)
        where VW : struct, ISimd<VW>
    {
        (int queries, int keys, int width, int d) = (Shape.Queries, Shape.Keys, Shape.Width, Shape.HeadWidth);
        int sample = head / Shape.Heads;
        int column = head % Shape.Heads * d;
        int queryAt = (sample * queries * width) + column;
        int keyAt = (sample * keys * width) + column;
        ReadOnlySpan<float> p = Weights.Slice(head * Shape.HeadWeights, Shape.HeadWeights);
        ReadOnlySpan<float> dc = Dcontext[queryAt..];
        Span<float> ds = slot.Slice(Room(Shape), Shape.HeadWeights);

        product.RunTransposed<VW>(dc, width, V[keyAt..], width, ds, keys, queries, keys, d);
        ReadOnlySpan<float> dropped = p;
        if (Dropout.IsOn)
        {
            Span<float> spare = slot[^Shape.HeadWeights..];
            Dropout.Replay(p, ds, spare, head);
            dropped = spare;
        }

        product.Run<VW>(dropped, 1, keys, dc, width, Dv[keyAt..], width, keys, d, queries);
        new RowSoftmax.BackwardKernel(p, ds, ds, keys, add: false).Run<VW>();
        product.Run<VW>(ds, keys, 1, K[keyAt..], width, Dq[queryAt..], width, queries, d, keys);
        product.Run<VW>(ds, 1, keys, Q[queryAt..], width, Dk[keyAt..], width, keys, d, queries);
    }
}
