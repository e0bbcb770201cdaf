namespace SpanNet.Diagnostics;

/// <summary>What one part of a call took.</summary>
/// <param name="Part">The part.</param>
/// <param name="Minimum">Its shortest time in µs.</param>
/// <param name="Median">Its median time in µs.</param>
/// <param name="Share">Its median as a share of the sum of all medians.</param>
public sealed record ProfileRow(ProfilePart Part, double Minimum, double Median, double Share)
{
    /// <summary>The least time that this machine can do it in, in µs.</summary>
    public required double RoofMicroseconds { get; init; }

    /// <summary>What limits that.</summary>
    public required RoofBound Bound { get; init; }

    /// <summary>Managed bytes that it takes in one call, rounded up; null: not counted.</summary>
    public required long? AllocatedBytes { get; init; }

    /// <summary>GFLOP/s at the shortest time; null: its operations are not counted.</summary>
    public double? Gflops => Part.Flops > 0 ? Part.Flops / (1e3 * Minimum) : null;

    /// <summary>GB/s at the shortest time.</summary>
    public double Bandwidth => Part.Bytes / (1e3 * Minimum);

    /// <summary>
    /// The roof's time as a share of the shortest time: 1 is all that the machine can do. More than 1: some of the memory was still in a
    /// nearer cache than all of it fits into.
    /// </summary>
    public double RoofShare => RoofMicroseconds / Minimum;
}
