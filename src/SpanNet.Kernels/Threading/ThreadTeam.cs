using System.Runtime.CompilerServices;
using System.Runtime.ExceptionServices;

namespace SpanNet.Kernels.Threading;

/// <summary>
/// A team of threads that runs one job at a time, cut into parts: fork, work, join. A run allocates nothing. Idle workers spin
/// for some microseconds, then sleep. The caller works too and never waits for a worker that has not begun.
/// </summary>
/// <remarks>
/// Part i is thread i's from run to run, so that what it reads and writes stays in that core's cache; a thread that is done takes over
/// parts that nobody has begun. Several callers may share a team: while one runs, the others work alone on their own thread, with the
/// same results.
/// </remarks>
public sealed unsafe class ThreadTeam : IDisposable
{
    /// <summary>Far below zero: a worker that finds the gate here came too late and goes away.</summary>
    private const int Closed = int.MinValue / 2;

    private readonly Worker[] workers;
    private int busy;

    // The job in progress: written before the gate opens, read by workers behind it.
    private void* job;
    private delegate* <void*, int, void> body;
    private int parts;
    private int run;
    private ExceptionDispatchInfo? failure;

    // Contended words, each on a cache line of its own.
    private PaddedInt gate = new(Closed);
    private PaddedInt next;
    private PaddedInt epoch;

    /// <summary>The last run in which the part of each thread was begun, by itself or by another.</summary>
    private readonly PaddedInt[] begun;
    private volatile bool stopping;

    /// <summary>Starts a team of <paramref name="threads"/> threads, the caller counted in.</summary>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="threads"/> is below 1.</exception>
    public ThreadTeam(int threads)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(threads, 1);
        begun = new PaddedInt[threads];
        workers = new Worker[threads - 1];
        for (int i = 0; i < workers.Length; i++)
        {
            workers[i] = new Worker(this, i + 1);
        }
    }

    /// <summary>A team of one: everything runs on the caller's thread.</summary>
    public static ThreadTeam Single { get; } = new(1);

    /// <summary>The process's team: one thread per core that the process may use (affinity and cgroup quota respected), made on first use.</summary>
    public static ThreadTeam Shared => SharedTeam.Value;

    /// <summary>Number of threads, the caller counted in.</summary>
    public int Threads => workers.Length + 1;

    /// <summary>
    /// Bytes that the calling thread and the runs of the team's workers have taken from the managed heap so far. Exact,
    /// and blind for the runtime's own threads: the one that compiles a loop's methods again while it runs takes memory too.
    /// </summary>
    public long AllocatedBytes
    {
        get
        {
            long bytes = GC.GetAllocatedBytesForCurrentThread();
            foreach (Worker worker in workers)
            {
                bytes += worker.AllocatedBytes;
            }

            return bytes;
        }
    }

    /// <summary>Runs parts 0 … <paramref name="parts"/> − 1 of <paramref name="job"/> and returns when all are done.</summary>
    /// <exception cref="Exception">The first exception that a part threw.</exception>
    public void Run<TJob>(TJob job, int parts)
        where TJob : struct, IParallelJob, allows ref struct
    {
        if (parts <= 1 || workers.Length == 0 || Interlocked.CompareExchange(ref busy, 1, 0) != 0)
        {
            for (int part = 0; part < parts; part++)
            {
                job.Run(part);
            }

            return;
        }

        // Safety: the job is this method's own argument and stays on the stack until every worker has left the gate; the
        // references it holds are reported to the garbage collector by this frame.
        Fork(Unsafe.AsPointer(ref job), &Invoke<TJob>, parts);
        Join();
    }

    /// <summary>Ends the workers. The team must be idle.</summary>
    public void Dispose()
    {
        stopping = true;
        Interlocked.MemoryBarrier(); // A worker either sees the flag before it sleeps, or is seen asleep and woken.
        foreach (Worker worker in workers)
        {
            worker.Dispose();
        }
    }

    private static void Invoke<TJob>(void* job, int part)
        where TJob : struct, IParallelJob, allows ref struct => Unsafe.AsRef<TJob>(job).Run(part);

    private void Fork(void* job, delegate* <void*, int, void> body, int parts)
    {
        this.job = job;
        this.body = body;
        this.parts = parts;
        run++;
        next.Value = Math.Min(parts, Threads);
        Interlocked.Add(ref gate.Value, -Closed);
        Interlocked.Increment(ref epoch.Value);
        for (int i = 0; i < Math.Min(parts - 1, workers.Length); i++)
        {
            workers[i].Wake();
        }
    }

    private void Join()
    {
        Work(0);
        Interlocked.Add(ref gate.Value, Closed);
        var spinner = new SpinWait();
        while (Volatile.Read(ref gate.Value) != Closed)
        {
            spinner.SpinOnce(sleep1Threshold: -1);
        }

        ExceptionDispatchInfo? thrown = failure;
        failure = null;
        Volatile.Write(ref busy, 0);
        thrown?.Throw();
    }

    /// <summary>The thread's own part, then those beyond the number of threads, then those of threads that have not begun.</summary>
    private void Work(int thread)
    {
        TryRunPartOf(thread);
        int part;
        while ((part = Interlocked.Increment(ref next.Value) - 1) < parts)
        {
            Run(part);
        }

        for (int other = 0; other < Threads; other++)
        {
            TryRunPartOf(other);
        }
    }

    private void TryRunPartOf(int thread)
    {
        if (thread < parts && Volatile.Read(ref begun[thread].Value) != run && Interlocked.Exchange(ref begun[thread].Value, run) != run)
        {
            Run(thread);
        }
    }

    private void Run(int part)
    {
        try
        {
            body(job, part);
        }
        catch (Exception exception)
        {
            Interlocked.CompareExchange(ref failure, ExceptionDispatchInfo.Capture(exception), null);
        }
    }

    private static class SharedTeam
    {
        public static readonly ThreadTeam Value = new(Environment.ProcessorCount);
    }

    private sealed class Worker : IDisposable
    {
        /// <summary>About 20 µs: longer than the serial stretch between two kernels of one step.</summary>
        private const int SpinsBeforeSleep = 600;

        private readonly ThreadTeam team;
        private readonly int index;
        private readonly AutoResetEvent wakeUp = new(false);
        private readonly Thread thread;
        private int asleep;
        private long allocatedBytes;

        public Worker(ThreadTeam team, int index)
        {
            this.team = team;
            this.index = index;
            thread = new Thread(Loop) { IsBackground = true, Name = $"SpanNet worker {index}" };
            thread.Start();
        }

        public long AllocatedBytes => Volatile.Read(ref allocatedBytes);

        public void Dispose()
        {
            Wake();
            thread.Join();
            wakeUp.Dispose();
        }

        public void Wake()
        {
            if (Volatile.Read(ref asleep) != 0 && Interlocked.Exchange(ref asleep, 0) != 0)
            {
                wakeUp.Set();
            }
        }

        private void Loop()
        {
            int seen = 0;
            while (!team.stopping)
            {
                seen = AwaitEpoch(seen);
                if (Interlocked.Increment(ref team.gate.Value) > 0)
                {
                    // What the thread takes when it begins, or sleeps for the first time, is no part's.
                    long before = GC.GetAllocatedBytesForCurrentThread();
                    team.Work(index);
                    Volatile.Write(ref allocatedBytes, allocatedBytes + GC.GetAllocatedBytesForCurrentThread() - before);
                }

                Interlocked.Decrement(ref team.gate.Value);
            }
        }

        private int AwaitEpoch(int seen)
        {
            for (int spins = 0; ; spins++)
            {
                int now = Volatile.Read(ref team.epoch.Value);
                if (now != seen || team.stopping)
                {
                    return now;
                }

                if (spins < SpinsBeforeSleep)
                {
                    Thread.SpinWait(1);
                    continue;
                }

                // Announce the sleep, then look once more: a job forked in between is either seen here or wakes us.
                Interlocked.Exchange(ref asleep, 1);
                if (Volatile.Read(ref team.epoch.Value) == seen && !team.stopping)
                {
                    wakeUp.WaitOne();
                }

                Volatile.Write(ref asleep, 0);
                spins = 0;
            }
        }
    }
}
