using SpanNet.Diagnostics;

namespace SpanNet.Tests.Diagnostics;

/// <summary>Roofs of given figures.</summary>
public sealed class RooflineTests
{
    private readonly List<int> asked = [];

    [Theory]
    [InlineData(10_000, 100, RoofBound.Compute, 0.1)]
    [InlineData(10_000, 40_000, RoofBound.Memory, 0.8)]
    [InlineData(0, 5000, RoofBound.Memory, 0.1)]
    public void TheRoofIsTheLowerOfTwo(long flops, long bytes, RoofBound bound, double microseconds)
    {
        // 100 GFLOP/s are 100,000 operations a microsecond; 50 GB/s are 50,000 bytes.
        var roof = new Roofline(1, () => 100, _ => 50);
        var part = new ProfilePart("x", "", ProfilePhase.Forward) { Flops = flops, Bytes = bytes };
        Assert.Equal(microseconds, roof.Microseconds(part), 9);
        Assert.Equal(bound, roof.BoundOf(part));
    }

    [Fact]
    public void EveryThreadAddsItsOwnSpeedAtItsShareOfTheBytes()
    {
        Roofline roof = Asking(threads: 4);
        Assert.Equal(400, roof.PeakGflops);
        Assert.Equal(4 * 65_536, roof.Bandwidth(4 * 65_536));
        Assert.Equal([65_536], asked);
    }

    [Fact]
    public void BandwidthIsMeasuredOnceForASizeInWholePagesWithinSense()
    {
        Roofline roof = Asking(threads: 1);
        Assert.Equal(20_480, roof.Bandwidth(16_385));
        Assert.Equal(20_480, roof.Bandwidth(20_000));
        Assert.Equal(16_384, roof.Bandwidth(1));
        Assert.Equal(256 << 20, roof.Bandwidth(1L << 40));
        Assert.Equal([20_480, 16_384, 256 << 20], asked);
    }

    [Fact]
    public void OfTwoPeaksTheBetterCounts()
    {
        double now = 100;
        var roof = new Roofline(2, () => now, _ => 1);
        now = 90;
        roof.MeasurePeak();
        Assert.Equal(200, roof.PeakGflops);
        now = 110;
        roof.MeasurePeak();
        Assert.Equal(220, roof.PeakGflops);
    }

    [Fact]
    public void ARowsFiguresFollowFromItsShortestTime()
    {
        var part = new ProfilePart("x", "", ProfilePhase.Forward) { Flops = 8000, Bytes = 4000 };
        var row = new ProfileRow(part, Minimum: 2, Median: 3, Share: 1)
        {
            RoofMicroseconds = 0.5,
            Bound = RoofBound.Compute,
            AllocatedBytes = null,
        };
        Assert.Equal(4, row.Gflops);
        Assert.Equal(2, row.Bandwidth);
        Assert.Equal(0.25, row.RoofShare);
        Assert.Null((row with { Part = part with { Flops = 0 } }).Gflops);
    }

    private Roofline Asking(int threads) =>
        new(
            threads,
            () => 100,
            bytes =>
            {
                asked.Add(bytes);
                return bytes;
            }
        );
}
