using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using SpanNet.Kernels.Memory;
using SpanNet.Kernels.Simd;

namespace SpanNet.Kernels.Gemm;

/// <summary>
/// The layout in which the kernels read the right factor of a product: panels of 16 columns, [⌈columns / 16⌉][rows][16], the last
/// panel padded with zeros. Sixteen floats are one cache line and a whole number of vectors at every width, so the layout, and with
/// it the flat parameter block, is the same on every machine.
/// </summary>
/// <remarks>Goto and van de Geijn, Anatomy of High-Performance Matrix Multiplication, 2008, section 4.</remarks>
public static class Panels
{
    /// <summary>Columns of one panel.</summary>
    public const int Width = AlignedBuffer.AlignmentInFloats;

    /// <summary>Number of panels of a matrix with <paramref name="columns"/> columns.</summary>
    public static int Count(int columns) => (int)((uint)(columns + Width - 1) / Width);

    /// <summary>Floats of a whole matrix in panels.</summary>
    public static int Length(int rows, int columns) => checked(Count(columns) * rows * Width);

    /// <summary>Position of element (row, column) of a matrix with <paramref name="rows"/> rows.</summary>
    public static int IndexOf(int row, int column, int rows) => (((column / Width * rows) + row) * Width) + (column % Width);

    /// <summary>Position of a column in panels that are <paramref name="panelStride"/> floats apart.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static nint Offset(nint column, nint panelStride) => ((column >> 4) * panelStride) + (column & 15);

    /// <summary>From a vector to the next on its right: in the next panel, or in the same where a panel holds several.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static nint NextVector<V>(nint panelStride)
        where V : struct, ISimd<V> => V.Count == Width ? panelStride : V.Count;

    /// <summary>panels ← matrix, from a row-major [rows, columns] matrix whose rows are <paramref name="stride"/> floats apart.</summary>
    public static void Pack(ReadOnlySpan<float> matrix, int stride, Span<float> panels, int rows, int columns)
    {
        for (int panel = 0; panel < Count(columns); panel++)
        {
            Pack(matrix, stride, panels.Slice(panel * rows * Width, rows * Width), rows, columns, panel);
        }
    }

    /// <summary>The one panel number <paramref name="panel"/> of <see cref="Pack(ReadOnlySpan{float}, int, Span{float}, int, int)"/>.</summary>
    public static void Pack(ReadOnlySpan<float> matrix, int stride, Span<float> destination, int rows, int columns, int panel)
    {
        int first = panel * Width;
        int width = Math.Min(Width, columns - first);
        Debug.Assert(destination.Length == rows * Width, "one panel");
        if (width == Width)
        {
            // Safety: sixteen floats are read, and the slice has sixteen.
            // A panel row is one cache line: sixteen floats moved as a value, without a call.
            Span<Line> lines = MemoryMarshal.Cast<float, Line>(destination);
            for (int row = 0; row < lines.Length; row++)
            {
                lines[row] = MemoryMarshal.Read<Line>(MemoryMarshal.AsBytes(matrix.Slice((row * stride) + first, Width)));
            }

            return;
        }

        for (int row = 0; row < rows; row++)
        {
            Span<float> line = destination.Slice(row * Width, Width);
            line[width..].Clear();
            for (int column = 0; column < width; column++)
            {
                line[column] = matrix[(row * stride) + first + column];
            }
        }
    }

    /// <summary>panels ← matrixᵀ, from a row-major [columns, rows] matrix: how a canonical weight [outputs, inputs] becomes panels.</summary>
    public static void PackTransposed(ReadOnlySpan<float> matrix, Span<float> panels, int rows, int columns)
    {
        panels.Clear();
        for (int column = 0; column < columns; column++)
        {
            for (int row = 0; row < rows; row++)
            {
                panels[IndexOf(row, column, rows)] = matrix[(column * rows) + row];
            }
        }
    }

    /// <summary>The inverse of <see cref="PackTransposed"/>: matrix[columns, rows] ← panelsᵀ.</summary>
    public static void UnpackTransposed(ReadOnlySpan<float> panels, Span<float> matrix, int rows, int columns)
    {
        for (int column = 0; column < columns; column++)
        {
            for (int row = 0; row < rows; row++)
            {
                matrix[(column * rows) + row] = panels[IndexOf(row, column, rows)];
            }
        }
    }

    [InlineArray(Width)]
    private struct Line
    {
        private float first;
    }
}
