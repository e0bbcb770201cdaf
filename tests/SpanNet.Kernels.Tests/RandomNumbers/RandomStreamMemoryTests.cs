using System.Runtime.InteropServices;
using SpanNet.Kernels.RandomNumbers;
using SpanNet.Testing;

namespace SpanNet.Kernels.Tests.RandomNumbers;

public sealed class RandomStreamMemoryTests
{
    [Fact]
    public void NothingIsWrittenOutsideTheDestination()
    {
        for (int n = 0; n < 70; n++)
        {
            using var buffer = new GuardedBuffer(n);
            for (ulong offset = 0; offset < 4; offset++)
            {
                FillAll(buffer.BeforeGuard, offset);
                FillAll(buffer.BehindGuard, offset);
            }
        }
    }

    [Fact]
    public void NothingIsAllocated()
    {
        float[] x = new float[1003];
        Assert.Equal(0, AllocationGauge.OfThread(() => FillAll(x, RandomStream.For(1, "name", 2).Stream >> 1), calls: 100));
    }

    private static void FillAll(Span<float> destination, ulong offset)
    {
        var stream = new RandomStream(5, 6);
        stream.Uniform(destination, offset);
        stream.Keep(destination, 0.5f, 2f, offset);
        stream.Normal(destination, offset);
        stream.TruncatedNormal(destination, offset);
        stream.Bits(MemoryMarshal.Cast<float, uint>(destination), offset);
    }
}
