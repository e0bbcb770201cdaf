using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using SpanNet.Kernels.Simd;

namespace SpanNet.Kernels.RandomNumbers;

/// <summary>Two blocks: AVX2.</summary>
internal readonly struct Words256 : IWords<Words256, Simd256>
{
    private readonly Vector256<uint> x;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private Words256(Vector256<uint> x) => this.x = x;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Words256 Counters(ulong block, ulong stream) => new(Vector256.Create(block, stream, block + 1, stream).AsUInt32());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Words256 Key(uint k0, uint k1) => new(Vector256.Create(Vector128.Create(k0, 0, k1, 0)));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Words256 Advance(ulong blocks) => new((x.AsUInt64() + Vector256.Create(Vector128.Create(blocks, 0))).AsUInt32());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Words256 Round(Words256 key)
    {
        Vector256<uint> products = Multiply(x, Vector256.Create(Vector128.Create(Philox.M0, 0, Philox.M1, 0)));
        return new(Reverse(products) ^ (x.AsUInt64() >>> 32).AsUInt32() ^ key.x);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Store(ref uint destination, nint offset) => x.StoreUnsafe(ref destination, (nuint)offset);

    // Safety: both types are one 256-bit vector of eight floats.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Simd256 ToUniform() =>
        Unsafe.BitCast<Vector256<float>, Simd256>(Vector256.ConvertToSingle((x >>> 8).AsInt32()) * Philox.UniformStep);

    /// <summary>The words of each block in reverse.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<uint> Reverse(Vector256<uint> a) =>
        Avx2.IsSupported ? Avx2.Shuffle(a, 0b00_01_10_11) : Vector256.Shuffle(a, Vector256.Create(3u, 2, 1, 0, 7, 6, 5, 4));

    /// <summary>The products of the even words, 64 bits each.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<uint> Multiply(Vector256<uint> a, Vector256<uint> m) =>
        Avx2.IsSupported
            ? Avx2.Multiply(a, m).AsUInt32()
            : ((a.AsUInt64() & Vector256.Create((ulong)uint.MaxValue)) * m.AsUInt64()).AsUInt32();
}
