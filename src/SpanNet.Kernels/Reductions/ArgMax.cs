namespace SpanNet.Kernels.Reductions;

/// <summary>The position of the largest element.</summary>
public static class ArgMax
{
    /// <summary>The lowest i with the largest x[i]. NaN elements are skipped; 0 when all are NaN.</summary>
    /// <exception cref="ArgumentException"><paramref name="x"/> is empty.</exception>
    public static int Of(ReadOnlySpan<float> x)
    {
        if (x.IsEmpty)
        {
            throw new ArgumentException("An empty span has no largest element: expected at least 1 element, got 0.", nameof(x));
        }

        float max = Max.Of(x);
        for (int i = 0; i < x.Length; i++)
        {
            if (x[i] == max)
            {
                return i;
            }
        }

        return 0;
    }
}
