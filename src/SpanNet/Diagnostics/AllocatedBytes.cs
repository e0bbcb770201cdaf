using SpanNet.Kernels.Threading;

namespace SpanNet.Diagnostics;

/// <summary>Managed memory that the caller and the workers of a team took so far. Exact, and too slow to be read beside a clock.</summary>
internal readonly struct AllocatedBytes(ThreadTeam team) : IGauge
{
    /// <inheritdoc/>
    public long Read() => team.AllocatedBytes;
}
