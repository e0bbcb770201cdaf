using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
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
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Block(ref float source, nint stride, ref float target)
    {
        if (Avx512F.IsSupported)
        {
            // Whole rows at once: halves of a row that a kernel has just stored would wait until it reaches the cache.
            Transpose16x16(ref source, stride, ref target);
            return;
        }

        var block = new TransposedBlock
        {
            Source = ref source,
            Stride = stride,
            Target = ref target,
        };
        SimdWidth.Run(ref block, Panels.Width);
    }

    // csharpier-ignore-start
    /// <summary>Pairs of rows are interleaved by one, by two, by four and by eight floats: 64 shuffles for 256 floats.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Transpose16x16(ref float source, nint stride, ref float target)
    {
        Vector512<float> r0 = Vector512.LoadUnsafe(ref source);
        Vector512<float> r1 = Vector512.LoadUnsafe(ref Unsafe.Add(ref source, 1 * stride));
        Vector512<float> r2 = Vector512.LoadUnsafe(ref Unsafe.Add(ref source, 2 * stride));
        Vector512<float> r3 = Vector512.LoadUnsafe(ref Unsafe.Add(ref source, 3 * stride));
        Vector512<float> r4 = Vector512.LoadUnsafe(ref Unsafe.Add(ref source, 4 * stride));
        Vector512<float> r5 = Vector512.LoadUnsafe(ref Unsafe.Add(ref source, 5 * stride));
        Vector512<float> r6 = Vector512.LoadUnsafe(ref Unsafe.Add(ref source, 6 * stride));
        Vector512<float> r7 = Vector512.LoadUnsafe(ref Unsafe.Add(ref source, 7 * stride));
        Vector512<float> r8 = Vector512.LoadUnsafe(ref Unsafe.Add(ref source, 8 * stride));
        Vector512<float> r9 = Vector512.LoadUnsafe(ref Unsafe.Add(ref source, 9 * stride));
        Vector512<float> r10 = Vector512.LoadUnsafe(ref Unsafe.Add(ref source, 10 * stride));
        Vector512<float> r11 = Vector512.LoadUnsafe(ref Unsafe.Add(ref source, 11 * stride));
        Vector512<float> r12 = Vector512.LoadUnsafe(ref Unsafe.Add(ref source, 12 * stride));
        Vector512<float> r13 = Vector512.LoadUnsafe(ref Unsafe.Add(ref source, 13 * stride));
        Vector512<float> r14 = Vector512.LoadUnsafe(ref Unsafe.Add(ref source, 14 * stride));
        Vector512<float> r15 = Vector512.LoadUnsafe(ref Unsafe.Add(ref source, 15 * stride));

        Vector512<float> t0 = Avx512F.UnpackLow(r0, r1), t1 = Avx512F.UnpackHigh(r0, r1);
        Vector512<float> t2 = Avx512F.UnpackLow(r2, r3), t3 = Avx512F.UnpackHigh(r2, r3);
        Vector512<float> t4 = Avx512F.UnpackLow(r4, r5), t5 = Avx512F.UnpackHigh(r4, r5);
        Vector512<float> t6 = Avx512F.UnpackLow(r6, r7), t7 = Avx512F.UnpackHigh(r6, r7);
        Vector512<float> t8 = Avx512F.UnpackLow(r8, r9), t9 = Avx512F.UnpackHigh(r8, r9);
        Vector512<float> t10 = Avx512F.UnpackLow(r10, r11), t11 = Avx512F.UnpackHigh(r10, r11);
        Vector512<float> t12 = Avx512F.UnpackLow(r12, r13), t13 = Avx512F.UnpackHigh(r12, r13);
        Vector512<float> t14 = Avx512F.UnpackLow(r14, r15), t15 = Avx512F.UnpackHigh(r14, r15);
        r0 = Avx512F.Shuffle(t0, t2, 0x44); r1 = Avx512F.Shuffle(t0, t2, 0xEE);
        r2 = Avx512F.Shuffle(t1, t3, 0x44); r3 = Avx512F.Shuffle(t1, t3, 0xEE);
        r4 = Avx512F.Shuffle(t4, t6, 0x44); r5 = Avx512F.Shuffle(t4, t6, 0xEE);
        r6 = Avx512F.Shuffle(t5, t7, 0x44); r7 = Avx512F.Shuffle(t5, t7, 0xEE);
        r8 = Avx512F.Shuffle(t8, t10, 0x44); r9 = Avx512F.Shuffle(t8, t10, 0xEE);
        r10 = Avx512F.Shuffle(t9, t11, 0x44); r11 = Avx512F.Shuffle(t9, t11, 0xEE);
        r12 = Avx512F.Shuffle(t12, t14, 0x44); r13 = Avx512F.Shuffle(t12, t14, 0xEE);
        r14 = Avx512F.Shuffle(t13, t15, 0x44); r15 = Avx512F.Shuffle(t13, t15, 0xEE);
        t0 = Avx512F.Shuffle4x128(r0, r4, 0x44); t4 = Avx512F.Shuffle4x128(r0, r4, 0xEE);
        t8 = Avx512F.Shuffle4x128(r8, r12, 0x44); t12 = Avx512F.Shuffle4x128(r8, r12, 0xEE);
        t1 = Avx512F.Shuffle4x128(r1, r5, 0x44); t5 = Avx512F.Shuffle4x128(r1, r5, 0xEE);
        t9 = Avx512F.Shuffle4x128(r9, r13, 0x44); t13 = Avx512F.Shuffle4x128(r9, r13, 0xEE);
        t2 = Avx512F.Shuffle4x128(r2, r6, 0x44); t6 = Avx512F.Shuffle4x128(r2, r6, 0xEE);
        t10 = Avx512F.Shuffle4x128(r10, r14, 0x44); t14 = Avx512F.Shuffle4x128(r10, r14, 0xEE);
        t3 = Avx512F.Shuffle4x128(r3, r7, 0x44); t7 = Avx512F.Shuffle4x128(r3, r7, 0xEE);
        t11 = Avx512F.Shuffle4x128(r11, r15, 0x44); t15 = Avx512F.Shuffle4x128(r11, r15, 0xEE);
        Avx512F.Shuffle4x128(t0, t8, 0x88).StoreUnsafe(ref target, 0); Avx512F.Shuffle4x128(t0, t8, 0xDD).StoreUnsafe(ref target, 64);
        Avx512F.Shuffle4x128(t4, t12, 0x88).StoreUnsafe(ref target, 128); Avx512F.Shuffle4x128(t4, t12, 0xDD).StoreUnsafe(ref target, 192);
        Avx512F.Shuffle4x128(t1, t9, 0x88).StoreUnsafe(ref target, 16); Avx512F.Shuffle4x128(t1, t9, 0xDD).StoreUnsafe(ref target, 80);
        Avx512F.Shuffle4x128(t5, t13, 0x88).StoreUnsafe(ref target, 144); Avx512F.Shuffle4x128(t5, t13, 0xDD).StoreUnsafe(ref target, 208);
        Avx512F.Shuffle4x128(t2, t10, 0x88).StoreUnsafe(ref target, 32); Avx512F.Shuffle4x128(t2, t10, 0xDD).StoreUnsafe(ref target, 96);
        Avx512F.Shuffle4x128(t6, t14, 0x88).StoreUnsafe(ref target, 160); Avx512F.Shuffle4x128(t6, t14, 0xDD).StoreUnsafe(ref target, 224);
        Avx512F.Shuffle4x128(t3, t11, 0x88).StoreUnsafe(ref target, 48); Avx512F.Shuffle4x128(t3, t11, 0xDD).StoreUnsafe(ref target, 112);
        Avx512F.Shuffle4x128(t7, t15, 0x88).StoreUnsafe(ref target, 176); Avx512F.Shuffle4x128(t7, t15, 0xDD).StoreUnsafe(ref target, 240);
    }
    // csharpier-ignore-end
}
