namespace SpanNet.Operators;

/// <summary>One output position of an interpolation along an axis: (1 − weight) · first + weight · second.</summary>
/// <param name="First">Index of the first input.</param>
/// <param name="Second">Index of the second input.</param>
/// <param name="Weight">Weight of the second input, from 0 up to 1.</param>
internal readonly record struct Tap(int First, int Second, float Weight)
{
    /// <summary>The taps of an axis that becomes <paramref name="factor"/> times as long.</summary>
    public static Tap[] Of(int extent, int factor, bool isLinear)
    {
        var taps = new Tap[extent * factor];
        for (int i = 0; i < taps.Length; i++)
        {
            double centre = isLinear ? Math.Max(0, ((i + 0.5) / factor) - 0.5) : i / factor;
            int first = (int)centre;
            int second = Math.Min(first + 1, extent - 1);
            taps[i] = new Tap(first, second, second == first ? 0f : (float)(centre - first));
        }

        return taps;
    }
}
