using System.Collections.Immutable;

namespace SpanNet.Models;

/// <summary>One entry of a safetensors header.</summary>
/// <param name="Shape">The extents, not negative.</param>
/// <param name="Begin">First byte, counted from the start of the data.</param>
/// <param name="End">The byte after the last.</param>
internal sealed record SafetensorsTensor(ImmutableArray<long> Shape, long Begin, long End);
