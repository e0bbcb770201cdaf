using SpanNet.Kernels.Threading;
using SpanNet.Testing;

namespace SpanNet.Tests.Gauges;

[Collection(NonParallelCollection.Name)]
public sealed class AllocationGaugeTests
{
    private static volatile object? kept;
    private static int counter;

    [Fact]
    public void SilentActionsMeasureNothing()
    {
        Assert.Equal(Allocations.None, AllocationGauge.OfProcess(() => counter++));
        Assert.Equal(0, AllocationGauge.OfThread(() => counter++));
    }

    [Fact]
    public void EveryByteOfTheThreadIsSeen()
    {
        int header = 3 * IntPtr.Size;
        Assert.Equal(10 * (header + 40), AllocationGauge.OfThread(() => kept = new byte[40], calls: 10));
    }

    [Fact]
    public void BytesOfWorkersAreSeen()
    {
        using var team = new ThreadTeam(2);
        Allocations allocations = AllocationGauge.OfProcess(
            () => team.Run(new AllocateOnWorkers(Environment.CurrentManagedThreadId), 64),
            100
        );
        Assert.True(allocations.Bytes > 1000, $"{allocations}");
    }

    [Fact]
    public void CollectionsAreSeen() => Assert.True(AllocationGauge.OfProcess(() => GC.Collect(0), calls: 3).Collections >= 3);

    private readonly struct AllocateOnWorkers(int caller) : IParallelJob
    {
        private readonly int caller = caller;

        public void Run(int part)
        {
            Thread.SpinWait(2000);
            if (Environment.CurrentManagedThreadId != caller)
            {
                kept = new byte[100];
            }
        }
    }
}
