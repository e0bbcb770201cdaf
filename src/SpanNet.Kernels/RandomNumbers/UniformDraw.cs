using System.Runtime.CompilerServices;
using SpanNet.Kernels.Elementwise;

namespace SpanNet.Kernels.RandomNumbers;

/// <summary>f(u), with u uniform on [0, 1).</summary>
internal readonly struct UniformDraw<TMap>(TMap f) : IDraw<float>
    where TMap : struct, IMap
{
    private readonly TMap f = f;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    void IDraw<float>.Store<W, V>(W words, ref float destination, nint offset) =>
        f.Invoke(words.ToUniform()).Store(ref destination, offset);
}
