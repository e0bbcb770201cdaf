namespace SpanNet.Cli.Commands;

/// <summary>What the calls took.</summary>
/// <param name="Times">Their times, sorted.</param>
/// <param name="PeakGflops">The most that the threads could compute in all, measured in the same run.</param>
/// <param name="AllocatedBytes">Managed memory that the caller and the team's workers took during the calls.</param>
/// <param name="Collections">Garbage collections during the calls.</param>
internal sealed record BenchMeasurement(CallTimes Times, double PeakGflops, long AllocatedBytes, int Collections);
