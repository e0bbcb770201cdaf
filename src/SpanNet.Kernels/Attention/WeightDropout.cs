using SpanNet.Kernels.Elementwise;
using SpanNet.Kernels.RandomNumbers;

namespace SpanNet.Kernels.Attention;

/// <summary>Dropout of attention weights: each is 0 with probability <paramref name="Rate"/>, else divided by 1 − rate.</summary>
/// <param name="Random">Where the mask comes from; the same stream gives the same mask again.</param>
/// <param name="Rate">From 0, no dropout, up to but not including 1.</param>
public readonly record struct WeightDropout(RandomStream Random, float Rate)
{
    /// <summary>Whether anything is dropped.</summary>
    internal bool IsOn => Rate > 0f;

    /// <summary>dropped ← w·mask, with the mask of head number <paramref name="head"/> counted over the whole batch.</summary>
    internal void Apply(ReadOnlySpan<float> w, Span<float> dropped, int head)
    {
        Draw(dropped, head);
        Zip.Run(default(Times), w, dropped, dropped);
    }

    /// <summary>The mask of head number <paramref name="head"/> again: dw ← dw·mask, dropped ← w·mask.</summary>
    internal void Replay(ReadOnlySpan<float> w, Span<float> dw, Span<float> dropped, int head)
    {
        Draw(dropped, head);
        Zip.Run(default(Times), dw, dropped, dw);
        Zip.Run(default(Times), w, dropped, dropped);
    }

    private void Draw(Span<float> mask, int head) => Random.Keep(mask, 1f - Rate, 1f / (1f - Rate), (ulong)head * (ulong)mask.Length);
}
