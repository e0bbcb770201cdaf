using SpanNet.Kernels.Normalization;
using SpanNet.Kernels.Threading;

namespace SpanNet.Operators;

/// <summary>The forward pass of <see cref="GroupNormOp"/>; each part of the job makes one sample.</summary>
internal ref struct GroupNormForwardJob : IParallelJob
{
    public GroupNormShape Shape;
    public ReadOnlySpan<float> X;
    public ReadOnlySpan<float> W;
    public ReadOnlySpan<float> B;
    public Span<float> Y;

    /// <summary>[batch, channels]: the mean of the channel's group.</summary>
    public Span<float> Mean;

    /// <summary>[batch, channels]: s of the channel's group.</summary>
    public Span<float> Inverse;
    public Span<float> Scratch;

    public readonly void Run(int batch, ThreadTeam team)
    {
        bool isWorthIt = Partition.Count((long)batch * Shape.Length, GroupNormOp.Grain, team.Threads) > 1;
        (isWorthIt ? team : ThreadTeam.Single).Run(this, batch);
    }

    public readonly void Run(int part)
    {
        int channels = Shape.Channels;
        Span<float> mean = Mean.Slice(part * channels, channels);
        Span<float> inverse = Inverse.Slice(part * channels, channels);
        Span<float> scratch = Scratch.Slice(part * Shape.ForwardScratch, Shape.ForwardScratch);
        Span<float> a = scratch[..channels];
        ReadOnlySpan<float> x = X.Slice(part * Shape.Length, Shape.Length);
        ColumnMoments.Of(x, Shape.Positions, mean, inverse, scratch[channels..], ThreadTeam.Single);
        for (int first = 0; first < channels; first += Shape.Width)
        {
            JoinGroup(mean.Slice(first, Shape.Width), inverse.Slice(first, Shape.Width));
        }

        for (int j = 0; j < channels; j++)
        {
            a[j] = W[j] * inverse[j];
        }

        Span<float> y = Y.Slice(part * Shape.Length, Shape.Length);
        var terms = new ColumnAffineTerms
        {
            Mean = mean,
            Scale = a,
            Shift = B,
        };
        ColumnAffine.Run(x, terms, y, y, null, ThreadTeam.Single);
    }

    /// <summary>From means and variances of the channels to those of the group: σ² = mean of variances + variance of means.</summary>
    private readonly void JoinGroup(Span<float> mean, Span<float> variance)
    {
        float sum = 0f;
        float within = 0f;
        for (int j = 0; j < mean.Length; j++)
        {
            sum += mean[j];
            within += variance[j];
        }

        float joint = sum / mean.Length;
        float between = 0f;
        foreach (float m in mean)
        {
            between = MathF.FusedMultiplyAdd(m - joint, m - joint, between);
        }

        mean.Fill(joint);
        variance.Fill(1f / MathF.Sqrt(((within + between) / mean.Length) + Shape.Epsilon));
    }
}
