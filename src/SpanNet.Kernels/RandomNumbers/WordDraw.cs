using System.Runtime.CompilerServices;

namespace SpanNet.Kernels.RandomNumbers;

/// <summary>The words themselves.</summary>
internal readonly struct WordDraw : IDraw<uint>
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    void IDraw<uint>.Store<W, V>(W words, ref uint destination, nint offset) => words.Store(ref destination, offset);
}
