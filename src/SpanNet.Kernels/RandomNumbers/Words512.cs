using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using SpanNet.Kernels.Simd;

namespace SpanNet.Kernels.RandomNumbers;

/// <summary>Four blocks: AVX-512.</summary>
internal readonly struct Words512 : IWords<Words512, Simd512>
{
    private readonly Vector512<uint> x;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private Words512(Vector512<uint> x) => this.x = x;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Words512 Counters(ulong block, ulong stream) =>
        new(Vector512.Create(block, stream, block + 1, stream, block + 2, stream, block + 3, stream).AsUInt32());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Words512 Key(uint k0, uint k1) => new(Vector512.Create(Vector128.Create(k0, 0, k1, 0)));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Words512 Advance(ulong blocks) => new((x.AsUInt64() + Vector512.Create(Vector128.Create(blocks, 0))).AsUInt32());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Words512 Round(Words512 key)
    {
        Vector512<uint> products = Multiply(x, Vector512.Create(Vector128.Create(Philox.M0, 0, Philox.M1, 0)));
        return new(Reverse(products) ^ (x.AsUInt64() >>> 32).AsUInt32() ^ key.x);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Store(ref uint destination, nint offset) => x.StoreUnsafe(ref destination, (nuint)offset);

    // Safety: both types are one 512-bit vector of sixteen floats.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Simd512 ToUniform() =>
        Unsafe.BitCast<Vector512<float>, Simd512>(Vector512.ConvertToSingle((x >>> 8).AsInt32()) * Philox.UniformStep);

    /// <summary>The words of each block in reverse.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<uint> Reverse(Vector512<uint> a) =>
        Avx512F.IsSupported
            ? Avx512F.Shuffle(a, 0b00_01_10_11)
            : Vector512.Shuffle(a, Vector512.Create(3u, 2, 1, 0, 7, 6, 5, 4, 11, 10, 9, 8, 15, 14, 13, 12));

    /// <summary>The products of the even words, 64 bits each.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<uint> Multiply(Vector512<uint> a, Vector512<uint> m) =>
        Avx512F.IsSupported
            ? Avx512F.Multiply(a, m).AsUInt32()
            : ((a.AsUInt64() & Vector512.Create((ulong)uint.MaxValue)) * m.AsUInt64()).AsUInt32();
}
