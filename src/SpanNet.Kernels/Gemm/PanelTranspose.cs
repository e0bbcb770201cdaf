using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace SpanNet.Kernels.Gemm;

/// <summary>Transposes blocks of 16 × 16 floats in registers: how a product with Wᵀ reads the panels of W.</summary>
internal static class PanelTranspose
{
    /// <summary>
    /// destination[n][j] ← W(first + j, n) for n in 0 … columns − 1 and j in 0 … 15: one panel of Wᵀ, from the panels of
    /// W [rows, columns]. Rows of W beyond its last are 0.
    /// </summary>
    public static void Panel(ref readonly float panels, int rows, int columns, int first, ref float destination)
    {
        int valid = Math.Min(Panels.Width, rows - first);
        for (int n = 0; n < columns; n += Panels.Width)
        {
            // Safety: the caller hands in panels of whole 16 × 16 blocks on both sides; Gemm has checked their lengths.
            ref float source = ref Unsafe.Add(ref Unsafe.AsRef(in panels), (((nint)(n / Panels.Width) * rows) + first) * Panels.Width);
            ref float target = ref Unsafe.Add(ref destination, (nint)n * Panels.Width);
            if (valid == Panels.Width)
            {
                Block(ref source, ref target);
            }
            else
            {
                for (int c = 0; c < Panels.Width; c++)
                {
                    for (int r = 0; r < Panels.Width; r++)
                    {
                        Unsafe.Add(ref target, (c * Panels.Width) + r) = r < valid ? Unsafe.Add(ref source, (r * Panels.Width) + c) : 0f;
                    }
                }
            }
        }
    }

    /// <summary>target ← sourceᵀ, both 16 × 16 and contiguous.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Block(ref float source, ref float target)
    {
        if (Avx.IsSupported)
        {
            for (nint r = 0; r < 16; r += 8)
            {
                for (nint c = 0; c < 16; c += 8)
                {
                    Transpose8x8(ref Unsafe.Add(ref source, (r * 16) + c), ref Unsafe.Add(ref target, (c * 16) + r));
                }
            }
        }
        else
        {
            for (int r = 0; r < 16; r++)
            {
                for (int c = 0; c < 16; c++)
                {
                    Unsafe.Add(ref target, (c * 16) + r) = Unsafe.Add(ref source, (r * 16) + c);
                }
            }
        }
    }

    /// <summary>Pairs of rows are interleaved by one, by two and by four floats: 24 shuffles for 64 floats.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Transpose8x8(ref float source, ref float target)
    {
        Vector256<float> r0 = Vector256.LoadUnsafe(ref source, 0),
            r1 = Vector256.LoadUnsafe(ref source, 16);
        Vector256<float> r2 = Vector256.LoadUnsafe(ref source, 32),
            r3 = Vector256.LoadUnsafe(ref source, 48);
        Vector256<float> r4 = Vector256.LoadUnsafe(ref source, 64),
            r5 = Vector256.LoadUnsafe(ref source, 80);
        Vector256<float> r6 = Vector256.LoadUnsafe(ref source, 96),
            r7 = Vector256.LoadUnsafe(ref source, 112);

        Vector256<float> a0 = Avx.UnpackLow(r0, r1),
            a1 = Avx.UnpackHigh(r0, r1),
            a2 = Avx.UnpackLow(r2, r3),
            a3 = Avx.UnpackHigh(r2, r3);
        Vector256<float> a4 = Avx.UnpackLow(r4, r5),
            a5 = Avx.UnpackHigh(r4, r5),
            a6 = Avx.UnpackLow(r6, r7),
            a7 = Avx.UnpackHigh(r6, r7);

        Vector256<float> b0 = Avx.Shuffle(a0, a2, 0x44),
            b1 = Avx.Shuffle(a0, a2, 0xEE),
            b2 = Avx.Shuffle(a1, a3, 0x44),
            b3 = Avx.Shuffle(a1, a3, 0xEE);
        Vector256<float> b4 = Avx.Shuffle(a4, a6, 0x44),
            b5 = Avx.Shuffle(a4, a6, 0xEE),
            b6 = Avx.Shuffle(a5, a7, 0x44),
            b7 = Avx.Shuffle(a5, a7, 0xEE);

        Avx.Permute2x128(b0, b4, 0x20).StoreUnsafe(ref target, 0);
        Avx.Permute2x128(b1, b5, 0x20).StoreUnsafe(ref target, 16);
        Avx.Permute2x128(b2, b6, 0x20).StoreUnsafe(ref target, 32);
        Avx.Permute2x128(b3, b7, 0x20).StoreUnsafe(ref target, 48);
        Avx.Permute2x128(b0, b4, 0x31).StoreUnsafe(ref target, 64);
        Avx.Permute2x128(b1, b5, 0x31).StoreUnsafe(ref target, 80);
        Avx.Permute2x128(b2, b6, 0x31).StoreUnsafe(ref target, 96);
        Avx.Permute2x128(b3, b7, 0x31).StoreUnsafe(ref target, 112);
    }
}
