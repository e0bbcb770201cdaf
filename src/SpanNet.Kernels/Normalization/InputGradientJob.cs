using SpanNet.Kernels.Simd;
using SpanNet.Kernels.Threading;

namespace SpanNet.Kernels.Normalization;

/// <summary>The gradient by the input for every chunk of rows; each part of the job makes some of them.</summary>
internal ref struct InputGradientJob : IParallelJob
{
    public ReadOnlySpan<float> Dy;
    public ReadOnlySpan<float> X;
    public int Columns;

    /// <summary>Wide rows.</summary>
    public ColumnGradientTerms Terms;
    public Span<float> Dx;
    public bool Add;

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
            var body = new InputGradientBody(Dy.Slice(at, length), X.Slice(at, length), Terms, Dx.Slice(at, length), Add);
            var kernel = new ColumnKernel<InputGradientBody>(body, length, Terms.Mean.Length, RowChunks.IsByRow(Terms.Mean.Length));
            SimdWidth.Run(ref kernel, Terms.Mean.Length);
        }
    }
}
