namespace SpanNet.Cli.Commands;

/// <summary>How fast one core moves data that lies in this much memory.</summary>
/// <param name="Bytes">The memory.</param>
/// <param name="Read">Reading, in GB/s.</param>
/// <param name="Update">a = b·c + a, in GB/s.</param>
internal sealed record MemoryBandwidth(int Bytes, double Read, double Update);
