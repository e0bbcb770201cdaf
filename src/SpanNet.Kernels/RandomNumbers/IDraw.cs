using SpanNet.Kernels.Simd;

namespace SpanNet.Kernels.RandomNumbers;

/// <summary>What becomes of the random words: one element of <typeparamref name="T"/> per word.</summary>
internal interface IDraw<T>
    where T : unmanaged
{
    /// <summary>Writes the elements that <paramref name="words"/> give, <paramref name="offset"/> elements after <paramref name="destination"/>.</summary>
    void Store<W, V>(W words, ref T destination, nint offset)
        where W : struct, IWords<W, V>
        where V : struct, ISimd<V>;
}
