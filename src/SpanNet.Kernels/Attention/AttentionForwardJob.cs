using SpanNet.Kernels.Gemm;
using SpanNet.Kernels.Memory;
using SpanNet.Kernels.Simd;
using SpanNet.Kernels.Softmax;
using SpanNet.Kernels.Threading;

namespace SpanNet.Kernels.Attention;

/// <summary>The forward pass of <see cref="Attention"/>; each part of the job makes some heads of some samples.</summary>
internal ref struct AttentionForwardJob : IParallelJob, ISimdKernel
{
    /// <summary>Below so many floating-point operations a part costs more to hand over than it saves.</summary>
    private const long Grain = 1 << 20;

    public AttentionShape Shape;
    public ReadOnlySpan<float> Q;
    public ReadOnlySpan<float> K;
    public ReadOnlySpan<float> V;
    public ReadOnlySpan<float> Mask;
    public Span<float> Weights;
    public Span<float> Context;
    public WeightDropout Dropout;
    public Span<float> Scratch;

    private int heads;
    private int parts;
    private int first;
    private int end;
    private Span<float> slot;

    /// <summary>Floats of scratch for one part: panels, and the weights of a head where they are not kept or partly dropped.</summary>
    public static int SlotLength(in AttentionShape shape) => Room(shape) + shape.HeadWeights;

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
        AttentionForwardJob own = this;
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
        AlignedBuffer.Pad(Math.Max(HeadProduct.Room(shape.HeadWidth, shape.Keys), HeadProduct.Room(shape.Keys, shape.HeadWidth)));

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
        Span<float> spare = slot[Room(Shape)..];
        Span<float> p = Weights.IsEmpty ? spare : Weights.Slice(head * Shape.HeadWeights, Shape.HeadWeights);

        product.RunTransposed<VW>(Q[queryAt..], width, K[keyAt..], width, p, keys, queries, keys, d);
        Softmax<VW>(p, Mask.IsEmpty ? default : Mask.Slice(sample * keys, keys));
        if (Dropout.IsOn)
        {
            Dropout.Apply(p, spare, head);
            p = spare;
        }

        product.Run<VW>(p, keys, 1, V[keyAt..], width, Context[queryAt..], width, queries, d, keys);
    }

    /// <summary>Each row over the keys that its query looks at; 0 at all others.</summary>
    private readonly void Softmax<VW>(Span<float> p, ReadOnlySpan<float> mask)
        where VW : struct, ISimd<VW>
    {
        if (!Shape.IsCausal && mask.IsEmpty)
        {
            new RowSoftmax.ForwardKernel(p, p, Shape.Keys).Run<VW>();
            return;
        }

        for (int i = 0; i < Shape.Queries; i++)
        {
            Span<float> row = p.Slice(i * Shape.Keys, Shape.Keys);
            int seen = Shape.IsCausal ? i + 1 : Shape.Keys;
            row[seen..].Clear();
            row = row[..seen];
            if (Hide(row, mask))
            {
                new RowSoftmax.ForwardKernel(row, row, seen).Run<VW>();
            }
            else
            {
                row.Clear();
            }
        }
    }

    /// <summary>Gives masked keys the score −∞; false when no key is left.</summary>
    private static bool Hide(Span<float> row, ReadOnlySpan<float> mask)
    {
        bool any = mask.IsEmpty;
        for (int j = 0; j < row.Length && j < mask.Length; j++)
        {
            if (mask[j] > 0.5f)
            {
                any = true;
            }
            else
            {
                row[j] = float.NegativeInfinity;
            }
        }

        return any;
    }
}
