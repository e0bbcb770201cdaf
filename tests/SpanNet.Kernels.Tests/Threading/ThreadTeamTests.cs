using System.Diagnostics;
using SpanNet.Kernels.Threading;
using SpanNet.Testing;

namespace SpanNet.Kernels.Tests.Threading;

[Collection(NonParallelCollection.Name)]
public class ThreadTeamTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(4)]
    public void Every_part_runs_exactly_once(int threads)
    {
        using var team = new ThreadTeam(threads);
        int[] counts = new int[37];
        for (int run = 1; run <= 500; run++)
        {
            team.Run(new Count(counts), counts.Length);
            Assert.All(counts, count => Assert.Equal(run, count));
        }
    }

    [Fact]
    public void Spans_of_the_job_survive_collections_during_the_run()
    {
        using var team = new ThreadTeam(3);
        for (int run = 0; run < 50; run++)
        {
            float[] values = new float[1000];
            team.Run(new FillAndCollect(values), 10);
            Assert.All(values, value => Assert.Equal(1f, value));
        }
    }

    [Fact]
    public void A_run_allocates_nothing_on_any_thread()
    {
        using var team = new ThreadTeam(3);
        int[] counts = new int[8];
        Assert.Equal(Allocations.None, AllocationGauge.OfProcess(() => team.Run(new Count(counts), counts.Length), 10_000));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void What_the_parts_allocate_is_counted_whoever_runs_them(int threads)
    {
        using var team = new ThreadTeam(threads);
        long bytes = Allocate.BytesOf(100);
        team.Run(new Allocate(100), 8);
        long before = team.AllocatedBytes;
        for (int run = 0; run < 1000; run++)
        {
            team.Run(new Allocate(100), 8);
        }

        Assert.Equal(1000 * 8 * bytes, team.AllocatedBytes - before);
    }

    [Fact]
    public void Callers_at_the_same_time_share_the_team_and_all_finish()
    {
        using var team = new ThreadTeam(2);
        int[][] counts = [new int[16], new int[16], new int[16]];
        Thread[] callers =
        [
            .. counts.Select(own => new Thread(() =>
            {
                for (int run = 0; run < 2000; run++)
                {
                    team.Run(new Count(own), own.Length);
                }
            })),
        ];
        Array.ForEach(callers, caller => caller.Start());
        Array.ForEach(callers, caller => caller.Join());
        Assert.All(counts.SelectMany(own => own), count => Assert.Equal(2000, count));
    }

    [Fact]
    public void An_exception_of_a_part_reaches_the_caller_and_the_team_lives_on()
    {
        using var team = new ThreadTeam(2);
        Assert.Throws<InvalidOperationException>(() => team.Run(new Fail(), 4));
        int[] counts = new int[4];
        team.Run(new Count(counts), counts.Length);
        Assert.All(counts, count => Assert.Equal(1, count));
    }

    [Fact]
    public void An_idle_team_uses_no_processor_time()
    {
        using var team = new ThreadTeam(4);
        int[] counts = new int[8];
        team.Run(new Count(counts), counts.Length);
        Thread.Sleep(50);

        TimeSpan before = TimeOfWorkers();
        Thread.Sleep(500);
        Assert.InRange((TimeOfWorkers() - before).TotalMilliseconds, 0, 50);
    }

    [Fact]
    public void Part_counts_respect_the_grain()
    {
        Assert.Equal(1, Partition.Count(work: 99, grain: 100, threads: 8));
        Assert.Equal(2, Partition.Count(work: 250, grain: 100, threads: 8));
        Assert.Equal(8, Partition.Count(work: 1_000_000, grain: 100, threads: 8));
    }

    [Theory]
    [InlineData(100, 3, 12)]
    [InlineData(5, 4, 16)]
    [InlineData(64, 4, 16)]
    public void Ranges_cover_everything_once_and_begin_at_whole_units(int length, int parts, int unit)
    {
        int next = 0;
        for (int part = 0; part < parts; part++)
        {
            (int start, int end) = Partition.Range(length, part, parts, unit);
            Assert.Equal(next, start);
            Assert.True(start % unit == 0 || start == length);
            next = end;
        }

        Assert.Equal(length, next);
    }

    /// <summary>Processor time of all threads that a team made; Linux tells names and times of threads as files.</summary>
    private static TimeSpan TimeOfWorkers()
    {
        if (!OperatingSystem.IsLinux())
        {
            return TimeSpan.Zero;
        }

        using Process process = Process.GetCurrentProcess();
        var time = TimeSpan.Zero;
        foreach (ProcessThread thread in process.Threads)
        {
            string name = $"/proc/self/task/{thread.Id}/comm";
            if (File.Exists(name) && File.ReadAllText(name).StartsWith("SpanNet worker", StringComparison.Ordinal))
            {
                time += thread.TotalProcessorTime;
            }
        }

        return time;
    }

    private readonly struct Count(int[] counts) : IParallelJob
    {
        public void Run(int part) => Interlocked.Increment(ref counts[part]);
    }

    private readonly ref struct FillAndCollect(Span<float> values) : IParallelJob
    {
        private readonly Span<float> values = values;

        public void Run(int part)
        {
            GC.KeepAlive(new byte[1000]);
            GC.Collect(0, GCCollectionMode.Forced, blocking: true);
            values.Slice(part * 100, 100).Fill(1f);
        }
    }

    private readonly struct Allocate(int length) : IParallelJob
    {
        public static long BytesOf(int length)
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            new Allocate(length).Run(0);
            return GC.GetAllocatedBytesForCurrentThread() - before;
        }

        public void Run(int part) => GC.KeepAlive(new byte[length]);
    }

    private readonly struct Fail : IParallelJob
    {
        public void Run(int part) => throw new InvalidOperationException("part failed");
    }
}
