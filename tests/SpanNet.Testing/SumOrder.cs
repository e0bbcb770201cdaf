namespace SpanNet.Testing;

/// <summary>In which order the terms of a matrix product are summed: a definition, which every kernel meets bit by bit.</summary>
public static class SumOrder
{
    private const int LeastOutputs = 64;
    private const int Block = 256;

    /// <summary>start + Σₚ a(p) · b(p) as one chain of fused multiply-adds, first to last.</summary>
    public static float Chain(Func<int, float> a, Func<int, float> b, float start, int terms) => Chain(a, b, start, 0, terms, 1);

    /// <summary>
    /// The sum over the outputs that is an element of dx = dy·Wᵀ, or of dx += dy·Wᵀ: a chain for fewer than 64 outputs; else, block by block of 256 outputs,
    /// four chains over every fourth output, which zeros fill, added in pairs.
    /// </summary>
    public static float OfInputGradient(Func<int, float> dy, Func<int, float> w, float? start, int outputs)
    {
        if (outputs < LeastOutputs)
        {
            return Chain(dy, w, start ?? 0f, outputs);
        }

        for (int first = 0; first < outputs; first += Block)
        {
            int end = Math.Min(first + Block, outputs);
            float[] sums = [.. Enumerable.Range(first, 4).Select(p => Chain(dy, w, 0f, p, end, 4))];
            float sum = sums[0] + sums[1] + (sums[2] + sums[3]);
            start = start is null ? sum : start + sum;
        }

        return start ?? 0f;
    }

    private static float Chain(Func<int, float> a, Func<int, float> b, float sum, int first, int end, int step)
    {
        for (int p = first; p < end; p += step)
        {
            sum = MathF.FusedMultiplyAdd(a(p), b(p), sum);
        }

        return sum;
    }
}
