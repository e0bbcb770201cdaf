using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace SpanNet.Kernels.Memory;

/// <summary>
/// A block of floats outside the managed heap, zero-filled, aligned to a cache line (64 bytes). The only owner of bytes:
/// everything else holds a <see cref="Slice"/> into one.
/// </summary>
public sealed unsafe class AlignedBuffer : IDisposable
{
    /// <summary>Alignment of the block and of every slice in it: a cache line, one AVX-512 vector.</summary>
    public const int AlignmentInBytes = 64;

    /// <summary>The alignment in floats: offsets and padded lengths are multiples of it.</summary>
    public const int AlignmentInFloats = AlignmentInBytes / sizeof(float);

    private float* memory;

    /// <summary>Allocates <paramref name="length"/> floats, all 0.</summary>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="length"/> is negative.</exception>
    /// <exception cref="OutOfMemoryException">The system has not that much memory.</exception>
    public AlignedBuffer(int length)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        Length = length;
        nuint bytes = (nuint)length * sizeof(float);

        // Safety: freed once, by Dispose or the finalizer; spans handed out must not outlive this object.
        bool isLarge = LargePages.Suit(bytes);
        memory = (float*)NativeMemory.AlignedAlloc(Math.Max(bytes, AlignmentInBytes), isLarge ? LargePages.Size : AlignmentInBytes);
        if (isLarge)
        {
            LargePages.Advise(memory, bytes);
        }

        NativeMemory.Clear(memory, bytes);
        GC.AddMemoryPressure((long)bytes + 1);
    }

    /// <summary>Frees the block of a buffer that nobody disposed.</summary>
    ~AlignedBuffer() => Free();

    /// <summary>Number of floats.</summary>
    public int Length { get; }

    /// <summary>The whole block.</summary>
    /// <exception cref="ObjectDisposedException">The buffer was disposed.</exception>
    public Span<float> Span
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get
        {
            ObjectDisposedException.ThrowIf(memory == null, this);
            return new Span<float>(memory, Length);
        }
    }

    /// <summary>The floats of <paramref name="slice"/>.</summary>
    public Span<float> this[Slice slice]
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => Span.Slice(slice.Offset, slice.Length);
    }

    /// <summary><paramref name="length"/> rounded up to the alignment.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int Pad(int length) => checked(length + AlignmentInFloats - 1) & -AlignmentInFloats;

    /// <inheritdoc/>
    public void Dispose()
    {
        Free();
        GC.SuppressFinalize(this);
    }

    private void Free()
    {
        if (memory == null)
        {
            return;
        }

        NativeMemory.AlignedFree(memory);
        memory = null;
        GC.RemoveMemoryPressure(((long)Length * sizeof(float)) + 1);
    }
}
