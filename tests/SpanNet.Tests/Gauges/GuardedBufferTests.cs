using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;
using SpanNet.Testing;

namespace SpanNet.Tests.Gauges;

public sealed unsafe partial class GuardedBufferTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(1023)]
    [InlineData(1024)]
    [InlineData(1025)]
    public void AllFloatsAreUsableFromBothEnds(int length)
    {
        using var buffer = new GuardedBuffer(length);
        Assert.Equal(length, buffer.BeforeGuard.Length);
        Assert.Equal(length, buffer.BehindGuard.Length);
        buffer.BeforeGuard.Fill(1);
        buffer.BehindGuard.Fill(2);
        Assert.Equal(2f * length, buffer.BehindGuard.ToArray().Sum());
    }

    [Theory]
    [InlineData(1)]
    [InlineData(1000)]
    [InlineData(1024)]
    public void TheNeighboursAreInaccessible(int length)
    {
        if (!OperatingSystem.IsLinux())
        {
            return;
        }

        using var buffer = new GuardedBuffer(length);
        fixed (float* before = buffer.BeforeGuard)
        fixed (float* behind = buffer.BehindGuard)
        {
            Assert.True(IsWritable(before));
            Assert.True(IsWritable((byte*)(before + length) - 1));
            Assert.False(IsWritable(before + length));
            Assert.True(IsWritable(behind));
            Assert.False(IsWritable((byte*)behind - 1));
        }
    }

    [Fact]
    public void CopiesEndAtTheGuard()
    {
        using GuardedBuffer buffer = GuardedBuffer.CopyOf([1, 2, 3]);
        Assert.Equal([1, 2, 3], buffer.BeforeGuard.ToArray());
    }

    [Fact]
    public void NegativeLengthsAreRefused() => Assert.Throws<ArgumentOutOfRangeException>(() => new GuardedBuffer(-1));

    // The kernel reports an error where the processor would end the process.
    private static bool IsWritable(void* address)
    {
        using SafeFileHandle zeros = File.OpenHandle("/dev/zero");
        return Read(zeros, address, 1) == 1;
    }

    [LibraryImport("libc", EntryPoint = "read", SetLastError = true)]
    private static partial nint Read(SafeFileHandle file, void* destination, nuint count);
}
