using SpanNet.Kernels.Normalization;
using SpanNet.Kernels.Threading;

namespace SpanNet.Operators;

/// <summary>The backward pass of <see cref="GroupNormOp"/> but for the sums over samples; each part of the job makes one sample.</summary>
internal ref struct GroupNormBackwardJob : IParallelJob
{
    public GroupNormShape Shape;
    public ReadOnlySpan<float> X;
    public Span<float> Dy;
    public ReadOnlySpan<float> W;

    /// <summary>[batch, channels]: the mean of the channel's group.</summary>
    public ReadOnlySpan<float> Mean;

    /// <summary>[batch, channels]: s of the channel's group.</summary>
    public ReadOnlySpan<float> Inverse;

    /// <summary>[batch, channels]: receives Σ dy.</summary>
    public Span<float> Sums;

    /// <summary>[batch, channels]: receives Σ dy·x̂.</summary>
    public Span<float> Products;

    /// <summary>Empty when nobody wants it.</summary>
    public Span<float> Dx;
    public bool Add;
    public Span<float> Scratch;

    public readonly void Run(int batch, ThreadTeam team)
    {
        bool isWorthIt = Partition.Count((long)batch * Shape.Length, GroupNormOp.Grain, team.Threads) > 1;
        (isWorthIt ? team : ThreadTeam.Single).Run(this, batch);
    }

    public readonly void Run(int part)
    {
        int channels = Shape.Channels;
        ReadOnlySpan<float> x = X.Slice(part * Shape.Length, Shape.Length);
        Span<float> dy = Dy.Slice(part * Shape.Length, Shape.Length);
        ReadOnlySpan<float> mean = Mean.Slice(part * channels, channels);
        ReadOnlySpan<float> inverse = Inverse.Slice(part * channels, channels);
        Span<float> sums = Sums.Slice(part * channels, channels);
        Span<float> products = Products.Slice(part * channels, channels);
        Span<float> scratch = Scratch.Slice(part * Shape.BackwardScratch, Shape.BackwardScratch);
        ColumnGradients.Sums(dy, x, mean, sums, products, scratch[(3 * channels)..], null, default, ThreadTeam.Single);
        for (int j = 0; j < channels; j++)
        {
            products[j] *= inverse[j];
        }

        if (Dx.IsEmpty)
        {
            return;
        }

        Span<float> a = scratch[..channels];
        Span<float> q = scratch.Slice(channels, channels);
        Span<float> r = scratch.Slice(2 * channels, channels);
        for (int first = 0; first < channels; first += Shape.Width)
        {
            float g = 0f;
            float gx = 0f;
            for (int j = first; j < first + Shape.Width; j++)
            {
                g = MathF.FusedMultiplyAdd(W[j], sums[j], g);
                gx = MathF.FusedMultiplyAdd(W[j], products[j], gx);
            }

            float s = inverse[first];
            float n = (float)Shape.Positions * Shape.Width;
            q.Slice(first, Shape.Width).Fill(-s * s * gx / n);
            r.Slice(first, Shape.Width).Fill(-s * g / n);
            for (int j = first; j < first + Shape.Width; j++)
            {
                a[j] = W[j] * s;
            }
        }

        var terms = new ColumnGradientTerms
        {
            Mean = mean,
            A = a,
            Q = q,
            R = r,
        };
        ColumnGradients.Input(dy, x, terms, Dx.Slice(part * Shape.Length, Shape.Length), Add, ThreadTeam.Single);
    }
}
