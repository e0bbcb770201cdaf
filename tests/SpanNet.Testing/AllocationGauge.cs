namespace SpanNet.Testing;

/// <summary>
/// Measures what an action takes from the managed heap: <c>Assert.Equal(Allocations.None, AllocationGauge.OfProcess(() =&gt; …))</c>.
/// </summary>
/// <remarks>
/// The action runs <see cref="WarmUpCalls"/> times, then rests while the tiered compiler replaces what it compiled, then runs
/// as often again: first calls may allocate (type initializers, lazily made objects) and are not meant.
/// </remarks>
public static class AllocationGauge
{
    private const int WarmUpCalls = 30;
    private const int RestInMilliseconds = 200;
    private const int Attempts = 10;

    /// <summary>
    /// Allocations of <paramref name="calls"/> calls on all threads of the process. Only in a test collection that runs alone:
    /// other tests are counted too.
    /// </summary>
    public static Allocations OfProcess(Action action, int calls = 1000)
    {
        WarmUp(action);
        return OfWarmProcess(action, calls);
    }

    /// <summary>The same for an action that was run and has rested before.</summary>
    /// <remarks>The least of up to ten attempts: the test runner itself allocates now and then, an action that allocates does so always.</remarks>
    public static Allocations OfWarmProcess(Action action, int calls)
    {
        var least = new Allocations(long.MaxValue, int.MaxValue);
        for (int attempt = 0; attempt < Attempts && least != Allocations.None; attempt++)
        {
            int collectionsBefore = GC.CollectionCount(0);
            long bytesBefore = GC.GetTotalAllocatedBytes(precise: true);
            for (int call = 0; call < calls; call++)
            {
                action();
            }

            long bytes = GC.GetTotalAllocatedBytes(precise: true) - bytesBefore;
            int collections = GC.CollectionCount(0) - collectionsBefore;
            least = bytes < least.Bytes ? new Allocations(bytes, collections) : least;
        }

        return least;
    }

    /// <summary>Bytes that <paramref name="calls"/> calls allocate on the calling thread: exact, also beside other tests, blind for workers.</summary>
    public static long OfThread(Action action, int calls = 1000)
    {
        WarmUp(action);
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int call = 0; call < calls; call++)
        {
            action();
        }

        return GC.GetAllocatedBytesForCurrentThread() - before;
    }

    /// <summary>Runs the action as often as it takes until its code is final.</summary>
    public static void WarmUp(Action action)
    {
        for (int round = 0; round < 2; round++)
        {
            for (int call = 0; call < WarmUpCalls; call++)
            {
                action();
            }

            Thread.Sleep(RestInMilliseconds);
        }
    }
}
