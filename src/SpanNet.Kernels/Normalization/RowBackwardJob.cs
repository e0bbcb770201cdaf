using SpanNet.Kernels.Reductions;
using SpanNet.Kernels.Simd;
using SpanNet.Kernels.Threading;

namespace SpanNet.Kernels.Normalization;

/// <summary>The gradient by the input of <see cref="RowNormalization"/>; each part of the job makes some rows.</summary>
internal ref struct RowBackwardJob : IParallelJob
{
    public ReadOnlySpan<float> Dy;
    public ReadOnlySpan<float> X;
    public ReadOnlySpan<float> W;
    public ReadOnlySpan<float> Mean;
    public ReadOnlySpan<float> Inverse;
    public Span<float> Dx;
    public bool IsCentered;
    public bool Add;

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
        var kernel = new RowBackwardKernel
        {
            Dy = Dy.Slice(at, length),
            X = X.Slice(at, length),
            W = W,
            Mean = Mean[start..end],
            Inverse = Inverse[start..end],
            Dx = Dx.Slice(at, length),
            IsCentered = IsCentered,
            Add = Add,
        };
        SimdWidth.Run(ref kernel, VirtualLanes.Count);
    }
}
