namespace SpanNet.Testing;

/// <summary>Numbers that look random and are the same in every run.</summary>
public static class RandomFloats
{
    /// <summary>Numbers in [−scale, scale).</summary>
    public static float[] Of(int length, Random random, float scale = 1f) =>
        [.. Enumerable.Range(0, length).Select(_ => scale * ((2f * random.NextSingle()) - 1f))];

    /// <summary>Numbers in [−scale, scale) that depend on <paramref name="seed"/> only.</summary>
    public static float[] Of(int length, int seed, float scale = 1f) => Of(length, new Random(seed), scale);
}
