using SpanNet.Kernels.Gemm;
using SpanNet.Kernels.Simd;
using SpanNet.Kernels.Threading;

namespace SpanNet.Kernels.Recurrent;

/// <summary>The samples of a batch cut among threads, and on each thread into blocks.</summary>
internal ref struct BackwardJob<TCell> : IParallelJob
    where TCell : struct, ICell
{
    public RecurrentBackward Pass;

    private int parts;

    /// <summary>Computes on <paramref name="team"/>.</summary>
    public void Run(ThreadTeam team)
    {
        parts = Recurrence.Parts(Pass.Shape, Pass.Batch, team);
        team.Run(this, parts);
    }

    /// <inheritdoc/>
    public readonly void Run(int part)
    {
        (int first, int end) = Partition.Range(Pass.Batch, part, parts);
        int blocks = (end - first + RowBlock.MostRows - 1) / RowBlock.MostRows;
        for (int block = 0; block < blocks; block++)
        {
            (int start, int stop) = Partition.Range(end - first, block, blocks);
            var kernel = new BackwardBlock<TCell>
            {
                Pass = Pass,
                First = first + start,
                Rows = stop - start,
            };
            SimdWidth.Run(ref kernel, Panels.Width);
        }
    }
}
