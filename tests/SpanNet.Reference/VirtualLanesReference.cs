namespace SpanNet.Reference;

/// <summary>
/// The order of every sum, by its definition: element i of a chunk of 4096 goes to lane i mod 32, lanes are added as a tree (i and
/// i + h for h = 16, 8, 4, 2, 1), chunks in pairs, pairs of pairs, and so on; what finds no partner waits for the end.
/// </summary>
public static class VirtualLanesReference
{
    public static float Sum(float[] terms)
    {
        var results = terms.Chunk(4096).Select(Chunk).ToList();
        if (results.Count == 0)
        {
            return 0f;
        }

        // A subtree covers the largest power of two of chunks that fits, then the next, and so on; they are joined from the right.
        var subtrees = new List<float>();
        while (results.Count > 0)
        {
            int size = 1;
            while (size * 2 <= results.Count)
            {
                size *= 2;
            }

            subtrees.Add(Tree(results.Take(size).ToArray()));
            results.RemoveRange(0, size);
        }

        float total = subtrees[^1];
        for (int i = subtrees.Count - 2; i >= 0; i--)
        {
            total = subtrees[i] + total;
        }

        return total;
    }

    private static float Tree(float[] results) =>
        results.Length == 1 ? results[0] : Tree(results[..(results.Length / 2)]) + Tree(results[(results.Length / 2)..]);

    private static float Chunk(float[] terms)
    {
        float[] lanes = new float[32];
        for (int i = 0; i < terms.Length; i++)
        {
            lanes[i % 32] += terms[i];
        }

        for (int half = 16; half >= 1; half /= 2)
        {
            for (int i = 0; i < half; i++)
            {
                lanes[i] += lanes[i + half];
            }
        }

        return lanes[0];
    }
}
