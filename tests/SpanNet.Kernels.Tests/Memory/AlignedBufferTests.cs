using System.Runtime.CompilerServices;
using SpanNet.Kernels.Memory;

namespace SpanNet.Kernels.Tests.Memory;

public class AlignedBufferTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(1000)]
    [InlineData(1 << 21)]
    public unsafe void A_buffer_is_zero_and_starts_on_a_cache_line(int length)
    {
        using var buffer = new AlignedBuffer(length);
        Assert.Equal(length, buffer.Span.Length);
        Assert.False(buffer.Span.ContainsAnyExcept(0f));
        Assert.Equal(0, (nint)Unsafe.AsPointer(ref System.Runtime.InteropServices.MemoryMarshal.GetReference(buffer.Span)) % 64);
    }

    [Fact]
    public void A_disposed_buffer_refuses()
    {
        var buffer = new AlignedBuffer(4);
        buffer.Dispose();
        buffer.Dispose();
        Assert.Throws<ObjectDisposedException>(() => buffer.Span.Length);
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(1, 16)]
    [InlineData(16, 16)]
    [InlineData(17, 32)]
    public void Lengths_are_padded_to_cache_lines(int length, int padded) => Assert.Equal(padded, AlignedBuffer.Pad(length));
}
