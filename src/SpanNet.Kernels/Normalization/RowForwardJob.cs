using SpanNet.Kernels.Reductions;
using SpanNet.Kernels.Simd;
using SpanNet.Kernels.Threading;

namespace SpanNet.Kernels.Normalization;

/// <summary>The forward pass of <see cref="RowNormalization"/>; each part of the job makes some rows.</summary>
internal ref struct RowForwardJob : IParallelJob
{
    public ReadOnlySpan<float> X;
    public ReadOnlySpan<float> W;
    public ReadOnlySpan<float> B;
    public Span<float> Y;
    public Span<float> Mean;
    public Span<float> Inverse;
    public float Epsilon;
    public bool IsCentered;

    private int parts;

    public void Run(ThreadTeam team)
    {
        parts = Partition.Count(X.Length, RowChunks.Grain, team.Threads);
        team.Run(this, parts);
    }

    public readonly void Run(int part)
    {
        (int start, int end) = Partition.Range(Mean.Length, part, parts);
        int at = start * W.Length;
        int length = (end - start) * W.Length;
        var kernel = new RowForwardKernel
        {
            X = X.Slice(at, length),
            W = W,
            B = B,
            Y = Y.Slice(at, length),
            Mean = Mean[start..end],
            Inverse = Inverse[start..end],
            Epsilon = Epsilon,
            IsCentered = IsCentered,
        };
        SimdWidth.Run(ref kernel, VirtualLanes.Count);
    }
}
