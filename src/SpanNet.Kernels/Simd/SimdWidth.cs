using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace SpanNet.Kernels.Simd;

/// <summary>The only place where an instruction set is chosen: the conditions are JIT-time constants, so the choice costs nothing.</summary>
public static class SimdWidth
{
    /// <summary>
    /// Whether this is an Intel server from Skylake to Cooper Lake: .NET does not call 512 bits accelerated there, since the clock drops with them. What is
    /// computed here gains more than that (Cascade Lake, 784-128-10 at batch 32: 255 → 153 µs a step; batch 1: 6.1 → 4.4 µs a prediction). The same is seen
    /// where DOTNET_PreferredVectorBitWidth is 256; DOTNET_EnableAVX512=0 is what narrows these vectors.
    /// </summary>
    internal static bool IsFirst512
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => Avx512DQ.IsSupported && !Vector512.IsHardwareAccelerated;
    }

    private static bool Has512
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => Vector512.IsHardwareAccelerated || IsFirst512;
    }

    /// <summary>Lanes of the widest vector that this process uses: 16, 8, 4 or 1.</summary>
    public static int Lanes =>
        Has512 ? 16
        : Vector256.IsHardwareAccelerated ? 8
        : Vector128.IsHardwareAccelerated ? 4
        : 1;

    /// <summary>
    /// Runs <paramref name="kernel"/> at the widest width that the machine has and that fits into <paramref name="length"/>
    /// elements: the kernel may rely on length ≥ V.Count, and finish with a last vector that overlaps the one before it.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Run<TKernel>(ref TKernel kernel, int length)
        where TKernel : struct, ISimdKernel, allows ref struct
    {
        if (Has512 && length >= 16)
        {
            kernel.Run<Simd512>();
        }
        else if (Vector256.IsHardwareAccelerated && length >= 8)
        {
            kernel.Run<Simd256>();
        }
        else if (Vector128.IsHardwareAccelerated && length >= 4)
        {
            kernel.Run<Simd128>();
        }
        else
        {
            kernel.Run<Simd1>();
        }
    }
}
