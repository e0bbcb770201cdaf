namespace SpanNet.Kernels.Threading;

/// <summary>Work that is cut into parts which may run at the same time on different threads. A struct on the caller's stack; it may hold spans.</summary>
public interface IParallelJob
{
    /// <summary>Runs part <paramref name="part"/>; parts must write to disjoint memory.</summary>
    void Run(int part);
}
