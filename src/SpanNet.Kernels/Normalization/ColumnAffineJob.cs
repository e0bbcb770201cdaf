using SpanNet.Kernels.Activations;
using SpanNet.Kernels.Simd;
using SpanNet.Kernels.Threading;

namespace SpanNet.Kernels.Normalization;

/// <summary>Scale, shift and activation of every chunk of rows; each part of the job makes some of them.</summary>
internal ref struct ColumnAffineJob : IParallelJob
{
    public ReadOnlySpan<float> X;
    public ReadOnlySpan<float> Mean;
    public ReadOnlySpan<float> Scale;
    public ReadOnlySpan<float> Shift;
    public Span<float> Z;
    public Span<float> Y;
    public Activation? Activation;

    private int parts;

    private readonly int Rows => X.Length / Scale.Length;

    public void Run(ThreadTeam team)
    {
        parts = Partition.Count(X.Length, RowChunks.Grain, team.Threads);
        team.Run(this, parts);
    }

    public readonly void Run(int part)
    {
        int columns = Scale.Length;
        (int first, int end) = Partition.Range(RowChunks.Count(Rows, columns), part, parts);
        for (int chunk = first; chunk < end; chunk++)
        {
            (int start, int stop) = RowChunks.Range(chunk, Rows, columns);
            int at = start * columns;
            int length = (stop - start) * columns;
            Span<float> z = Z.Slice(at, length);
            var body = new AffineBody(X.Slice(at, length), Mean, Scale, Shift, stop - start, z);
            var kernel = new ColumnKernel<AffineBody>(body, columns);
            SimdWidth.Run(ref kernel, columns);
            Activation?.Forward(z, Y.Slice(at, length));
        }
    }
}
