namespace SpanNet.Benchmarks.Works;

/// <summary>Something that is timed: a kernel, a layer, a training step, a prediction. Benchmarks, the peers' worker and the guard share it.</summary>
public abstract class Work : IDisposable
{
    /// <summary>Floating-point operations of one run, a fused multiply-add counting two; 0 where they are not what it is about.</summary>
    public abstract double Flops { get; }

    /// <summary>Least bytes that one run reads and writes.</summary>
    public abstract double Bytes { get; }

    /// <summary>Runs of the measured thing that one <see cref="Run"/> counts for.</summary>
    public virtual int Calls => 1;

    /// <summary>One run. Allocates nothing.</summary>
    public abstract void Run();

    /// <summary>Frees the memory.</summary>
    public abstract void Dispose();
}
