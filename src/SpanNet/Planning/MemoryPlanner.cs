using SpanNet.Kernels.Memory;

namespace SpanNet.Planning;

/// <summary>
/// Fits buffers with known lifetimes into one arena: largest first, of one size the earliest, each into the lowest gap that is free whenever it lives.
/// As in XNNPACK's and TensorFlow Lite's planners (Pisarchyk and Lee, Efficient Memory Management for Deep Neural Net Inference, 2020).
/// </summary>
internal sealed class MemoryPlanner
{
    private readonly List<Buffer> buffers = [];

    /// <summary>Asks for <paramref name="length"/> floats that hold a content during each of <paramref name="lives"/>.</summary>
    /// <returns>The number of the request.</returns>
    public int Request(int length, params IReadOnlyList<Stretch> lives)
    {
        buffers.Add(new Buffer(AlignedBuffer.Pad(length), lives));
        return buffers.Count - 1;
    }

    /// <summary>Places all requests; the answer holds a slice for each, and the arena's length.</summary>
    public (Slice[] Slices, int Length) Place()
    {
        var slices = new Slice[buffers.Count];
        var placed = new List<int>();
        int length = 0;
        foreach (int request in Enumerable.Range(0, buffers.Count).OrderByDescending(i => buffers[i].Length).ThenBy(i => buffers[i].First))
        {
            Buffer buffer = buffers[request];
            int offset = 0;
            foreach (int other in placed.Where(i => buffers[i].Meets(buffer)).OrderBy(i => slices[i].Offset))
            {
                if (offset + (long)buffer.Length <= slices[other].Offset)
                {
                    break;
                }

                offset = Math.Max(offset, slices[other].End);
            }

            slices[request] = new Slice(offset, buffer.Length);
            placed.Add(request);
            length = Math.Max(length, checked(offset + buffer.Length));
        }

        return (slices, length);
    }

    private readonly record struct Buffer(int Length, IReadOnlyList<Stretch> Lives)
    {
        public int First => Lives.Min(life => life.First);

        public bool Meets(Buffer other)
        {
            foreach (Stretch life in Lives)
            {
                foreach (Stretch another in other.Lives)
                {
                    if (life.Meets(another))
                    {
                        return true;
                    }
                }
            }

            return false;
        }
    }
}
