using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace SpanNet.Kernels.Memory;

/// <summary>What the cache makes of addresses: a vector across two lines takes twice as long, and lines of one set drive each other out.</summary>
internal static class CacheLine
{
    /// <summary>Floats that are so far apart share a set of the first-level cache: 4 KiB.</summary>
    public const int SetDistance = 1024;

    /// <summary>Floats that a buffer needs beyond its own, so that there is a cache line to begin at.</summary>
    public const int Slack = AlignedBuffer.AlignmentInFloats - 1;

    /// <summary>The first float of <paramref name="stack"/>, memory of the stack, that lies at the beginning of a cache line.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static unsafe ref float First(Span<float> stack)
    {
        // Safety: the stack does not move, and the buffer holds more floats than are stepped over.
        ref float first = ref MemoryMarshal.GetReference(stack);
        return ref Unsafe.AddByteOffset(ref first, -(nint)Unsafe.AsPointer(ref first) & (AlignedBuffer.AlignmentInBytes - 1));
    }
}
