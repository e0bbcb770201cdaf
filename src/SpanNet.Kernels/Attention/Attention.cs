using SpanNet.Kernels.Memory;
using SpanNet.Kernels.Threading;

namespace SpanNet.Kernels.Attention;

/// <summary>
/// Scaled dot-product attention in heads: with P = softmax(q·kᵀ) row by row, context = P·v, for each sample and each head. The factor
/// 1/√d is the caller's, in q. Vaswani and others, Attention Is All You Need, 2017.
/// </summary>
/// <remarks>
/// q and context are [batch, queries, width], k and v [batch, keys, width]; head h has columns h·d … (h + 1)·d − 1. Every element of a
/// product is one chain of fused multiply-adds over the inner dimension, first to last, beginning with 0. A thread makes whole heads,
/// so neither threads nor vector width nor the batch change a bit. Buffers may not overlap.
/// </remarks>
public static class Attention
{
    /// <summary>Floats of scratch that <see cref="Forward"/> needs.</summary>
    public static int ForwardScratch(in AttentionShape shape, int batch) => Scratch(shape, batch, AttentionForwardJob.SlotLength(shape));

    /// <summary>Floats of scratch that <see cref="Backward"/> needs.</summary>
    public static int BackwardScratch(in AttentionShape shape, int batch) => Scratch(shape, batch, AttentionBackwardJob.SlotLength(shape));

    /// <summary>context = dropout(softmax(q·kᵀ))·v in each head. A query with no key to look at gets 0.</summary>
    /// <param name="shape">The sizes.</param>
    /// <param name="batch">Number of samples.</param>
    /// <param name="q">[batch, queries, width], scaled.</param>
    /// <param name="k">[batch, keys, width].</param>
    /// <param name="v">[batch, keys, width].</param>
    /// <param name="mask">[batch, keys]: keys with at most ½ are not looked at; empty: all are.</param>
    /// <param name="weights">[batch, heads, queries, keys], receives P for the backward pass; empty: P is not kept.</param>
    /// <param name="context">[batch, queries, width], overwritten.</param>
    /// <param name="dropout">What is dropped of P.</param>
    /// <param name="scratch">At least <see cref="ForwardScratch"/> floats.</param>
    /// <param name="team">The threads; their number changes no bit.</param>
    /// <exception cref="ArgumentException">A span is shorter than the shape says.</exception>
    public static void Forward(
        in AttentionShape shape,
        int batch,
        ReadOnlySpan<float> q,
        ReadOnlySpan<float> k,
        ReadOnlySpan<float> v,
        ReadOnlySpan<float> mask,
        Span<float> weights,
        Span<float> context,
        WeightDropout dropout,
        Span<float> scratch,
        ThreadTeam team
    )
    {
        Require(q, (long)batch * shape.Queries * shape.Width, "q [batch, queries, width]");
        Require(k, (long)batch * shape.Keys * shape.Width, "k [batch, keys, width]");
        Require(v, (long)batch * shape.Keys * shape.Width, "v [batch, keys, width]");
        Require(mask, mask.IsEmpty ? 0 : (long)batch * shape.Keys, "mask [batch, keys]");
        Require(weights, weights.IsEmpty ? 0 : (long)batch * shape.Weights, "weights [batch, heads, queries, keys]");
        Require(context, (long)batch * shape.Queries * shape.Width, "context [batch, queries, width]");
        Require(scratch, AttentionForwardJob.SlotLength(shape), "scratch");
        new AttentionForwardJob
        {
            Shape = shape,
            Q = q,
            K = k,
            V = v,
            Mask = mask,
            Weights = weights,
            Context = context,
            Dropout = dropout,
            Scratch = scratch,
        }.Run(batch, team);
    }

    /// <summary>
    /// The gradients of <see cref="Forward"/>: dv = dropout(P)ᵀ·dc, dP = dropout(dc·vᵀ), ds = P·(dP − Σ P·dP) row by row, dq = ds·k,
    /// dk = dsᵀ·q.
    /// </summary>
    /// <param name="shape">The sizes.</param>
    /// <param name="batch">Number of samples.</param>
    /// <param name="q">[batch, queries, width], scaled, as in the forward pass.</param>
    /// <param name="k">[batch, keys, width].</param>
    /// <param name="v">[batch, keys, width].</param>
    /// <param name="weights">[batch, heads, queries, keys], from the forward pass.</param>
    /// <param name="dcontext">[batch, queries, width].</param>
    /// <param name="dq">[batch, queries, width], overwritten: the gradient by the scaled q.</param>
    /// <param name="dk">[batch, keys, width], overwritten.</param>
    /// <param name="dv">[batch, keys, width], overwritten.</param>
    /// <param name="dropout">As in the forward pass.</param>
    /// <param name="scratch">At least <see cref="BackwardScratch"/> floats.</param>
    /// <param name="team">The threads; their number changes no bit.</param>
    /// <exception cref="ArgumentException">A span is shorter than the shape says.</exception>
    public static void Backward(
        in AttentionShape shape,
        int batch,
        ReadOnlySpan<float> q,
        ReadOnlySpan<float> k,
        ReadOnlySpan<float> v,
        ReadOnlySpan<float> weights,
        ReadOnlySpan<float> dcontext,
        Span<float> dq,
        Span<float> dk,
        Span<float> dv,
        WeightDropout dropout,
        Span<float> scratch,
        ThreadTeam team
    )
    {
        long queries = (long)batch * shape.Queries * shape.Width;
        long keys = (long)batch * shape.Keys * shape.Width;
        Require(q, queries, "q [batch, queries, width]");
        Require(k, keys, "k [batch, keys, width]");
        Require(v, keys, "v [batch, keys, width]");
        Require(weights, (long)batch * shape.Weights, "weights [batch, heads, queries, keys]");
        Require(dcontext, queries, "dcontext [batch, queries, width]");
        Require(dq, queries, "dq [batch, queries, width]");
        Require(dk, keys, "dk [batch, keys, width]");
        Require(dv, keys, "dv [batch, keys, width]");
        Require(scratch, AttentionBackwardJob.SlotLength(shape), "scratch");
        new AttentionBackwardJob
        {
            Shape = shape,
            Q = q,
            K = k,
            V = v,
            Weights = weights,
            Dcontext = dcontext,
            Dq = dq,
            Dk = dk,
            Dv = dv,
            Dropout = dropout,
            Scratch = scratch,
        }.Run(batch, team);
    }

    /// <summary>A slot for every thread that can be busy at once.</summary>
    private static int Scratch(in AttentionShape shape, int batch, int slot) =>
        checked((int)Math.Min((long)batch * shape.Heads, Environment.ProcessorCount) * AlignedBuffer.Pad(slot));

    private static void Require(ReadOnlySpan<float> span, long length, string what)
    {
        if (span.Length < length)
        {
            Throw(span.Length, length, what);
        }
    }

    private static void Throw(int actual, long expected, string what) =>
        throw new ArgumentException($"{what}: expected at least {expected} floats, got {actual}.");
}
