namespace SpanNet.Tests.Layers;

/// <summary>Comparison of floats with a double reference.</summary>
internal static class Close
{
    /// <summary>Fails unless every |actual − expected| is at most tolerance · max(1, |expected|).</summary>
    public static void All(string what, ReadOnlySpan<double> expected, ReadOnlySpan<float> actual, double tolerance)
    {
        Assert.Equal(expected.Length, actual.Length);
        for (int i = 0; i < expected.Length; i++)
        {
            double limit = tolerance * Math.Max(1, Math.Abs(expected[i]));
            Assert.True(
                Math.Abs(actual[i] - expected[i]) <= limit,
                $"{what}, element {i} of {expected.Length}: expected {expected[i]:R}, got {actual[i]:R}"
            );
        }
    }
}
