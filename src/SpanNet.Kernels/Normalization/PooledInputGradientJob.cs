using SpanNet.Kernels.Simd;
using SpanNet.Kernels.Threading;

namespace SpanNet.Kernels.Normalization;

/// <summary>The gradient by the input behind the maxima. Parts are ranges of bands: each reads no x but its own, which dx may overwrite.</summary>
internal ref struct PooledInputGradientJob : IParallelJob
{
    public PooledNormalization Plan;
    public ReadOnlySpan<float> X;
    public ColumnAffineTerms Terms;
    public ReadOnlySpan<float> P;
    public ReadOnlySpan<float> Dp;
    public ColumnGradientTerms Gradient;
    public Span<float> Dx;
    public bool Add;

    private int bands;
    private int parts;

    public void Run(int batch, ThreadTeam team)
    {
        bands = batch * Plan.Pooling.Rows.Count;
        parts = Math.Min(Partition.Count(X.Length, RowChunks.Grain, team.Threads), bands);
        team.Run(this, parts);
    }

    public readonly void Run(int part)
    {
        (int first, int end) = Partition.Range(bands, part, parts);
        int band = Plan.BandLength;
        int row = Plan.Pooling.RowLength;
        var kernel = new PooledGradientKernel<Yes>
        {
            Plan = Plan,
            Terms = Terms,
            X = X[(first * band)..(end * band)],
            P = P[(first * row)..(end * row)],
            Dp = Dp[(first * row)..(end * row)],
            Gradient = Gradient,
            Result = Dx[(first * band)..(end * band)],
            Add = Add,
        };
        SimdWidth.Run(ref kernel, Math.Max(4, Plan.Pooling.Channels));
    }
}
