using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using SpanNet.Kernels.Simd;

namespace SpanNet.Kernels.Gemm;

/// <summary>Transposes blocks of 16 × 16 floats in registers: how a product with Wᵀ reads the panels of W.</summary>
internal static class PanelTranspose
{
    /// <summary>
    /// destination[n][j] ← W(first + j, n) for n in 0 … columns − 1 and j in 0 … 15: one panel of Wᵀ, from the panels of
    /// W [rows, columns]. Rows of W beyond its last are 0; columns are written up to a multiple of 16.
    /// </summary>
    public static void Panel(ref readonly float panels, int rows, int columns, int first, ref float destination) =>
        Block(in panels, rows, Panels.Count(columns) * Panels.Width, first, Math.Min(Panels.Width, rows - first), ref destination);

    /// <summary>
    /// destination[n][j] ← W(first + j, n) for n in 0 … columns − 1, and j in 0 … valid − 1; 0 for further j up to 15. Nothing else is
    /// written. W [rows, …] lies in panels.
    /// </summary>
    public static void Block(ref readonly float panels, int rows, int columns, int first, int valid, ref float destination)
    {
        for (int n = 0; n < columns; n += Panels.Width)
        {
            // Safety: the caller hands in the panels of all rows, and room for columns · 16 floats.
            ref float source = ref Unsafe.Add(ref Unsafe.AsRef(in panels), (((nint)(n / Panels.Width) * rows) + first) * Panels.Width);
            ref float target = ref Unsafe.Add(ref destination, (nint)n * Panels.Width);
            int width = Math.Min(Panels.Width, columns - n);
            if (valid == Panels.Width && width == Panels.Width)
            {
                Block(ref source, ref target);
            }
            else
            {
                Edge(ref source, Panels.Width, valid, width, ref target);
            }
        }
    }

    /// <summary>
    /// The panels of matrixᵀ [columns, rows], from a row-major [rows, columns] matrix whose rows are <paramref name="stride"/> floats
    /// apart; their padding is 0.
    /// </summary>
    public static void Matrix(ReadOnlySpan<float> matrix, int stride, int rows, int columns, Span<float> panels)
    {
        // Safety: the last element of the matrix and the whole of the panels are there.
        _ = matrix[((rows - 1) * stride) + columns - 1];
        ref float destination = ref MemoryMarshal.GetReference(panels[..Panels.Length(columns, rows)]);
        for (int first = 0; first < rows; first += Panels.Width)
        {
            int valid = Math.Min(Panels.Width, rows - first);
            for (int n = 0; n < columns; n += Panels.Width)
            {
                int width = Math.Min(Panels.Width, columns - n);
                ref float source = ref Unsafe.Add(ref MemoryMarshal.GetReference(matrix), ((nint)first * stride) + n);
                ref float target = ref Unsafe.Add(ref destination, ((nint)first * columns) + (n * Panels.Width));
                if (valid == Panels.Width && width == Panels.Width)
                {
                    Block(ref source, stride, ref target);
                }
                else
                {
                    Edge(ref source, stride, valid, width, ref target);
                }
            }
        }
    }

    /// <summary>A block with fewer than 16 rows or columns; rows that it does not have become 0.</summary>
    private static void Edge(ref float source, nint stride, int rows, int columns, ref float target)
    {
        for (int c = 0; c < columns; c++)
        {
            for (int r = 0; r < Panels.Width; r++)
            {
                Unsafe.Add(ref target, (c * Panels.Width) + r) = r < rows ? Unsafe.Add(ref source, (r * stride) + c) : 0f;
            }
        }
    }

    /// <summary>target ← sourceᵀ, both 16 × 16 and contiguous.</summary>
    public static void Block(ref float source, ref float target) => Block(ref source, Panels.Width, ref target);

    /// <summary>target ← sourceᵀ, both 16 × 16; rows of the source are <paramref name="stride"/> floats apart, the target is contiguous.</summary>
    private static void Block(ref float source, nint stride, ref float target)
    {
        var block = new TransposedBlock
        {
            Source = ref source,
            Stride = stride,
            Target = ref target,
        };
        SimdWidth.Run(ref block, Panels.Width);
    }
}
