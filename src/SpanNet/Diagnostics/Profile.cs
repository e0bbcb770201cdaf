using System.Collections.Immutable;

namespace SpanNet.Diagnostics;

/// <summary>What the parts of a call took. Of times the minimum and the median: a busy machine can only make a part look slower.</summary>
/// <param name="Rows">The parts, in order.</param>
/// <param name="Minimum">The shortest time of a whole call in µs.</param>
/// <param name="Median">The median time of a whole call in µs.</param>
public sealed record Profile(ImmutableArray<ProfileRow> Rows, double Minimum, double Median)
{
    /// <summary>Calls that the times are of.</summary>
    public required int Calls { get; init; }

    /// <summary>One reading of the clock in µs: every part's time holds one.</summary>
    public required double ClockMicroseconds { get; init; }

    /// <summary>The most that the threads can compute in all, in GFLOP/s.</summary>
    public required double PeakGflops { get; init; }

    /// <summary>The whole call: operations, bytes, the roofs of all parts one after the other.</summary>
    public ProfileRow Total =>
        new(
            new ProfilePart("all", "", ProfilePhase.Call)
            {
                Flops = Rows.Sum(row => row.Part.Flops),
                Bytes = Rows.Sum(row => row.Part.Bytes),
            },
            Minimum,
            Median,
            Rows.Sum(row => row.Share)
        )
        {
            RoofMicroseconds = Rows.Sum(row => row.RoofMicroseconds),
            Bound = Rows.GroupBy(row => row.Bound).MaxBy(group => group.Sum(row => row.RoofMicroseconds))!.Key,
            AllocatedBytes = Rows.Sum(row => row.AllocatedBytes),
        };
}
