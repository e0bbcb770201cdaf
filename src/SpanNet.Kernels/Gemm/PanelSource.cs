using System.Runtime.InteropServices;
using SpanNet.Kernels.Threading;

namespace SpanNet.Kernels.Gemm;

/// <summary>The right factor B [rows, columns] of a product as it comes, and the room where it is brought into panels; each part of the job makes some.</summary>
internal ref struct PanelSource : IParallelJob
{
    /// <summary>Below so many floats a part costs more to hand over than it saves.</summary>
    private const int Grain = 1 << 16;

    public int Rows;
    public int Columns;

    /// <summary>B row-major, or where <see cref="Turns"/>, Bᵀ in panels.</summary>
    public ReadOnlySpan<float> Matrix;
    public bool Turns;

    /// <summary>Room for the panels. Those that were turned have whole multiples of 16 rows.</summary>
    public Span<float> Target;

    private int parts;

    /// <summary>All panels of a row-major matrix.</summary>
    public static PanelSource Of(ReadOnlySpan<float> matrix, Span<float> target, int rows, int columns) =>
        new()
        {
            Rows = rows,
            Columns = columns,
            Matrix = matrix,
            Target = target,
        };

    /// <summary>Makes all panels on <paramref name="team"/>.</summary>
    public void Run(ThreadTeam team)
    {
        int count = Panels.Count(Columns);
        parts = Partition.Count((long)count * Panels.Width * Rows, Grain, team.Threads);
        if (parts == 1)
        {
            Make(0, count);
            return;
        }

        team.Run(this, parts);
    }

    /// <inheritdoc/>
    public readonly void Run(int part)
    {
        (int first, int end) = Partition.Range(Panels.Count(Columns), part, parts);
        Make(first, end);
    }

    /// <summary>Makes the panels [first, end).</summary>
    public readonly void Make(int first, int end)
    {
        int length = (Turns ? Panels.Count(Rows) * Panels.Width : Rows) * Panels.Width;
        for (int panel = first; panel < end; panel++)
        {
            Span<float> target = Target.Slice(panel * length, length);
            if (Turns)
            {
                // Safety: the entry point has checked that the matrix holds all panels; the target has the length of one.
                int column = panel * Panels.Width;
                PanelTranspose.Panel(in MemoryMarshal.GetReference(Matrix), Columns, Rows, column, ref MemoryMarshal.GetReference(target));
            }
            else
            {
                Panels.Pack(Matrix, Columns, target, Rows, Columns, panel);
            }
        }
    }
}
