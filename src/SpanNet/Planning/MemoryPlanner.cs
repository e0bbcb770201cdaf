using SpanNet.Kernels.Memory;

namespace SpanNet.Planning;

/// <summary>
/// Fits buffers with known lifetimes into one arena: largest first, each into the lowest gap that is free during its whole life.
/// As in XNNPACK's and TensorFlow Lite's planners (Pisarchyk and Lee, Efficient Memory Management for Deep Neural Net Inference, 2020).
/// </summary>
internal sealed class MemoryPlanner
{
    private readonly List<Interval> intervals = [];

    /// <summary>Asks for <paramref name="length"/> floats that hold their content from tick <paramref name="first"/> to tick <paramref name="last"/>.</summary>
    /// <returns>The number of the request.</returns>
    public int Request(int length, int first, int last)
    {
        intervals.Add(new Interval(AlignedBuffer.Pad(length), first, last));
        return intervals.Count - 1;
    }

    /// <summary>Lengthens the life of request <paramref name="request"/> so that it covers <paramref name="tick"/>.</summary>
    public void Extend(int request, int tick)
    {
        Interval interval = intervals[request];
        intervals[request] = interval with { First = Math.Min(interval.First, tick), Last = Math.Max(interval.Last, tick) };
    }

    /// <summary>Places all requests; the answer holds a slice for each, and the arena's length.</summary>
    public (Slice[] Slices, int Length) Place()
    {
        var slices = new Slice[intervals.Count];
        var placed = new List<int>();
        int length = 0;
        foreach (int request in Enumerable.Range(0, intervals.Count).OrderByDescending(i => intervals[i].Length).ThenBy(i => i))
        {
            Interval interval = intervals[request];
            int offset = 0;
            foreach (int other in placed.Where(i => intervals[i].Meets(interval)).OrderBy(i => slices[i].Offset))
            {
                if (offset + (long)interval.Length <= slices[other].Offset)
                {
                    break;
                }

                offset = Math.Max(offset, slices[other].End);
            }

            slices[request] = new Slice(offset, interval.Length);
            placed.Add(request);
            length = Math.Max(length, checked(offset + interval.Length));
        }

        return (slices, length);
    }

    private readonly record struct Interval(int Length, int First, int Last)
    {
        public bool Meets(Interval other) => First <= other.Last && other.First <= Last;
    }
}
