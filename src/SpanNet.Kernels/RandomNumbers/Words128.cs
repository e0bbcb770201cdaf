using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;
using SpanNet.Kernels.Simd;

namespace SpanNet.Kernels.RandomNumbers;

/// <summary>One block: SSE2 or ARM64, and in software where there are no vectors.</summary>
internal readonly struct Words128 : IWords<Words128, Simd128>
{
    private readonly Vector128<uint> x;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private Words128(Vector128<uint> x) => this.x = x;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Words128 Counters(ulong block, ulong stream) => new(Vector128.Create(block, stream).AsUInt32());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Words128 Key(uint k0, uint k1) => new(Vector128.Create(k0, 0, k1, 0));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Words128 Advance(ulong blocks) => new((x.AsUInt64() + Vector128.Create(blocks, 0)).AsUInt32());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Words128 Round(Words128 key)
    {
        Vector128<uint> products = Multiply(x, Vector128.Create(Philox.M0, 0, Philox.M1, 0));
        return new(Reverse(products) ^ (x.AsUInt64() >>> 32).AsUInt32() ^ key.x);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Store(ref uint destination, nint offset) => x.StoreUnsafe(ref destination, (nuint)offset);

    // Safety: both types are one 128-bit vector of four floats.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Simd128 ToUniform() =>
        Unsafe.BitCast<Vector128<float>, Simd128>(Vector128.ConvertToSingle((x >>> 8).AsInt32()) * Philox.UniformStep);

    /// <summary>The words of each block in reverse.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<uint> Reverse(Vector128<uint> a) => Vector128.Shuffle(a, Vector128.Create(3u, 2, 1, 0));

    /// <summary>The products of the even words, 64 bits each.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<uint> Multiply(Vector128<uint> a, Vector128<uint> m) =>
        Sse2.IsSupported ? Sse2.Multiply(a, m).AsUInt32()
        : AdvSimd.IsSupported
            ? AdvSimd
                .MultiplyWideningLower(AdvSimd.ExtractNarrowingLower(a.AsUInt64()), AdvSimd.ExtractNarrowingLower(m.AsUInt64()))
                .AsUInt32()
        : ((a.AsUInt64() & Vector128.Create((ulong)uint.MaxValue)) * m.AsUInt64()).AsUInt32();
}
