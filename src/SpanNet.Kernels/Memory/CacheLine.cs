using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace SpanNet.Kernels.Memory;

/// <summary>Memory of the stack that begins at a cache line: a vector across two lines takes twice as long.</summary>
internal static class CacheLine
{
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
