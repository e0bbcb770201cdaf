using SpanNet.Kernels.Simd;
using SpanNet.Kernels.Threading;

namespace SpanNet.Kernels.Normalization;

/// <summary>The gradient by the input for every chunk of rows; each part of the job makes some of them.</summary>
internal ref struct InputGradientJob : IParallelJob
{
    public ReadOnlySpan<float> Dy;
    public ReadOnlySpan<float> X;
    public ColumnGradientTerms Terms;
    public Span<float> Dx;
    public bool Add;

    private int parts;

    private readonly int Rows => X.Length / Terms.Mean.Length;

    public void Run(ThreadTeam team)
    {
        parts = Partition.Count(X.Length, RowChunks.Grain, team.Threads);
        team.Run(this, parts);
    }

    public readonly void Run(int part)
    {
        int columns = Terms.Mean.Length;
        (int first, int end) = Partition.Range(RowChunks.Count(Rows, columns), part, parts);
        for (int chunk = first; chunk < end; chunk++)
        {
            (int start, int stop) = RowChunks.Range(chunk, Rows, columns);
            int at = start * columns;
            int length = (stop - start) * columns;
            var body = new InputGradientBody(Dy.Slice(at, length), X.Slice(at, length), Terms, stop - start, Dx.Slice(at, length), Add);
            var kernel = new ColumnKernel<InputGradientBody>(body, columns);
            SimdWidth.Run(ref kernel, columns);
        }
    }
}
