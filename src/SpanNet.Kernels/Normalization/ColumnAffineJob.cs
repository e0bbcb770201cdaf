using SpanNet.Kernels.Activations;
using SpanNet.Kernels.Simd;
using SpanNet.Kernels.Threading;

namespace SpanNet.Kernels.Normalization;

/// <summary>Scale, shift and activation of every chunk of rows; each part of the job makes some of them.</summary>
internal ref struct ColumnAffineJob : IParallelJob
{
    public ReadOnlySpan<float> X;
    public int Columns;

    /// <summary>Wide rows.</summary>
    public ColumnAffineTerms Terms;
    public Span<float> Z;
    public Span<float> Y;
    public Activation? Activation;

    private int parts;

    public void Run(ThreadTeam team)
    {
        parts = Partition.Count(X.Length, RowChunks.Grain, team.Threads);
        team.Run(this, parts);
    }

    public readonly void Run(int part)
    {
        int rows = X.Length / Columns;
        (int first, int end) = Partition.Range(RowChunks.Count(rows, Columns), part, parts);
        for (int chunk = first; chunk < end; chunk++)
        {
            (int start, int stop) = RowChunks.Range(chunk, rows, Columns);
            int at = start * Columns;
            int length = (stop - start) * Columns;
            Span<float> z = Z.Slice(at, length);
            var body = new AffineBody<Identity>(X.Slice(at, length), Terms, z);
            var kernel = new ColumnKernel<AffineBody<Identity>>(body, length, Terms.Mean.Length, RowChunks.IsByRow(Terms.Mean.Length));
            SimdWidth.Run(ref kernel, Terms.Mean.Length);
            Activation?.Forward(z, Y.Slice(at, length));
        }
    }
}
