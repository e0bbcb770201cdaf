using SpanNet.Kernels.Machine;

namespace SpanNet.Cli.Commands;

/// <summary>What one core does at most.</summary>
/// <param name="PeakGflops">Fused multiply-adds.</param>
/// <param name="Bandwidths">By the size of the memory at work.</param>
internal sealed record MachineSpeed(double PeakGflops, IReadOnlyList<MemoryBandwidth> Bandwidths)
{
    private const int KiB = 1 << 10;
    private const int MiB = 1 << 20;

    // One for each level of the caches of most machines, and one for none.
    private static readonly int[] sizes = [16 * KiB, 384 * KiB, 3 * MiB, 256 * MiB];

    /// <summary>Runs the short loops, so that a rest afterwards lets the runtime compile them again.</summary>
    public static void WarmUp()
    {
        MachineLimits.ReadBandwidth(sizes[0]);
        MachineLimits.UpdateBandwidth(sizes[0]);
    }

    /// <summary>Measures, in about two seconds.</summary>
    public static MachineSpeed Measure()
    {
        WarmUp();
        Thread.Sleep(TimeSpan.FromMilliseconds(200));
        return new(
            MachineLimits.PeakGflops(),
            [.. sizes.Select(size => new MemoryBandwidth(size, MachineLimits.ReadBandwidth(size), MachineLimits.UpdateBandwidth(size)))]
        );
    }
}
