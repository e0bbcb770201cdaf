using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;

namespace SpanNet.Kernels.Simd;

/// <summary>What a kernel knows better than the processor: which memory it will read next.</summary>
internal static class CacheHint
{
    /// <summary>Asks for the cache line of a float that is read soon, or that may lie behind all memory there is.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static unsafe void Line(ref readonly float source, nint offset)
    {
        if (Sse.IsSupported)
        {
            // Safety: a hint reads nothing, wherever it points.
            Sse.Prefetch0(Unsafe.AsPointer(ref Unsafe.Add(ref Unsafe.AsRef(in source), offset)));
        }
    }
}
