using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace SpanNet.Kernels.Simd;

/// <summary>Eight lanes: AVX2 with FMA.</summary>
public struct Simd256 : ISimdQuads<Simd256>
{
    private Vector256<float> v;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal Simd256(Vector256<float> v) => this.v = v;

    /// <summary>The lanes themselves.</summary>
    internal readonly Vector256<float> Lanes
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => v;
    }

    /// <inheritdoc/>
    public static int Count
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => 8;
    }

    /// <inheritdoc/>
    public static Simd256 Zero
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => new(Vector256<float>.Zero);
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd256 Create(float x) => new(Vector256.Create(x));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd256 Broadcast(ref readonly float source, nint offset) =>
        new(Vector256.Create(Unsafe.Add(ref Unsafe.AsRef(in source), offset)));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd256 Broadcast(ref readonly float source, nint offset, Simd256 lanes) =>
        new(Vector256.Create(Unsafe.Add(ref Unsafe.AsRef(in source), offset)) & lanes.v);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd256 Load(ref readonly float source, nint offset) => new(Vector256.LoadUnsafe(in source, (nuint)offset));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly void Store(ref float destination, nint offset) => v.StoreUnsafe(ref destination, (nuint)offset);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd256 operator +(Simd256 a, Simd256 b) => new(a.v + b.v);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd256 operator -(Simd256 a, Simd256 b) => new(a.v - b.v);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd256 operator *(Simd256 a, Simd256 b) => new(a.v * b.v);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd256 operator /(Simd256 a, Simd256 b) => new(a.v / b.v);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd256 operator -(Simd256 a) => new(-a.v);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd256 Fma(Simd256 a, Simd256 b, Simd256 c) => new(Vector256.FusedMultiplyAdd(a.v, b.v, c.v));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Accumulate(ref Simd256 sum, Simd256 a, ref readonly float source, nint offset) =>
        sum.v = Vector256.FusedMultiplyAdd(a.v, Vector256.LoadUnsafe(in source, (nuint)offset), sum.v);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Accumulate(ref Simd256 sum, Simd256 a, Simd256 b) => sum.v = Vector256.FusedMultiplyAdd(a.v, b.v, sum.v);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void AccumulateBroadcast(ref Simd256 sum, Simd256 a, ref readonly float source, nint offset) =>
        sum.v = Vector256.FusedMultiplyAdd(a.v, Vector256.Create(Unsafe.Add(ref Unsafe.AsRef(in source), offset)), sum.v);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void AccumulateBroadcast(ref Simd256 x, ref Simd256 y, Simd256 a, Simd256 b, float element)
    {
        Vector256<float> lanes = Vector256.Create(element);
        x.v = Vector256.FusedMultiplyAdd(a.v, lanes, x.v);
        y.v = Vector256.FusedMultiplyAdd(b.v, lanes, y.v);
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd256 Min(Simd256 a, Simd256 b) =>
        new(Avx.IsSupported ? Avx.Min(a.v, b.v) : Vector256.ConditionalSelect(Vector256.LessThan(a.v, b.v), a.v, b.v));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd256 Max(Simd256 a, Simd256 b) =>
        new(Avx.IsSupported ? Avx.Max(a.v, b.v) : Vector256.ConditionalSelect(Vector256.GreaterThan(a.v, b.v), a.v, b.v));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd256 Abs(Simd256 a) => new(Vector256.Abs(a.v));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd256 Sqrt(Simd256 a) => new(Vector256.Sqrt(a.v));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd256 Round(Simd256 a) => new(Vector256.Round(a.v));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd256 Floor(Simd256 a) => new(Vector256.Floor(a.v));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd256 LessThan(Simd256 a, Simd256 b) => new(Vector256.LessThan(a.v, b.v));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd256 Equal(Simd256 a, Simd256 b) => new(Vector256.Equals(a.v, b.v));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd256 Select(Simd256 mask, Simd256 a, Simd256 b) => new(Vector256.ConditionalSelect(mask.v, a.v, b.v));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd256 CopySign(Simd256 a, Simd256 b) => new(Vector256.ConditionalSelect(Vector256.Create(-0.0f), b.v, a.v));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd256 PowerOfTwo(Simd256 n) =>
        new(Vector256.ShiftLeft((n.v + Vector256.Create(ExponentOfTwo)).AsInt32(), 23).AsSingle());

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd256 Exponent(Simd256 a, out Simd256 mantissa)
    {
        // Subtracting the bits of √½ makes the exponent field of the difference count powers of two from √½ upwards.
        Vector256<int> bits = a.v.AsInt32();
        Vector256<int> shifted = bits - Vector256.Create(SqrtHalfBits);
        Vector256<int> e = Vector256.ShiftRightArithmetic(shifted, 23);
        mantissa = new((bits - Vector256.ShiftLeft(e, 23)).AsSingle());
        return new(Vector256.ConvertToSingle(e));
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static unsafe Simd256 LoadFirst(ref readonly float source, nint offset, int count, Simd256 rest)
    {
        if (count == Count)
        {
            return Load(in source, offset);
        }

        if (!Avx.IsSupported)
        {
            return PartialVector.Load(in source, offset, count, rest);
        }

        // Safety: the mask keeps the instruction from touching memory behind the first count floats.
        fixed (float* p = &source)
        {
            Vector256<float> mask = First(count);
            return new(Vector256.ConditionalSelect(mask, Avx.MaskLoad(p + offset, mask), rest.v));
        }
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly unsafe void StoreFirst(ref float destination, nint offset, int count)
    {
        if (count == Count)
        {
            Store(ref destination, offset);
        }
        else if (!Avx.IsSupported)
        {
            PartialVector.Store(this, ref destination, offset, count);
        }
        else
        {
            // Safety: the mask keeps the instruction from touching memory behind the first count floats.
            fixed (float* p = &destination)
            {
                Avx.MaskStore(p + offset, First(count), v);
            }
        }
    }

    // csharpier-ignore-start
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void LoadColumns(ref readonly float source, nint stride,
        out Simd256 c0, out Simd256 c1, out Simd256 c2, out Simd256 c3, out Simd256 c4, out Simd256 c5, out Simd256 c6, out Simd256 c7)
    {
        LoadColumns(in source, stride, out c0, out c1, out c2, out c3);
        LoadColumns(in Unsafe.Add(ref Unsafe.AsRef(in source), 4), stride, out c4, out c5, out c6, out c7);
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void LoadColumns(ref readonly float source, nint stride, out Simd256 c0, out Simd256 c1, out Simd256 c2, out Simd256 c3)
    {
        if (!Avx.IsSupported)
        {
            StridedVector.LoadColumns(in source, stride, out c0, out c1, out c2, out c3);
            return;
        }

        // Pairs of rows are interleaved by one float, then by two.
        Vector256<float> r0 = Halves(in source, 0, stride), r1 = Halves(in source, stride, stride);
        Vector256<float> r2 = Halves(in source, 2 * stride, stride), r3 = Halves(in source, 3 * stride, stride);
        Vector256<float> a0 = Avx.UnpackLow(r0, r1), a1 = Avx.UnpackHigh(r0, r1), a2 = Avx.UnpackLow(r2, r3), a3 = Avx.UnpackHigh(r2, r3);
        c0 = new(Avx.Shuffle(a0, a2, 0x44)); c1 = new(Avx.Shuffle(a0, a2, 0xEE));
        c2 = new(Avx.Shuffle(a1, a3, 0x44)); c3 = new(Avx.Shuffle(a1, a3, 0xEE));
    }
    // csharpier-ignore-end

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static Simd256 ISimdQuads<Simd256>.LoadQuads(ref readonly float source, nint offset, nint stride) =>
        new(Vector256.Create(Vector128.LoadUnsafe(in source, (nuint)offset), Vector128.LoadUnsafe(in source, (nuint)(offset + stride))));

    // Safety: the caller hands in four floats.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static unsafe Simd256 ISimdQuads<Simd256>.BroadcastQuad(float* source) =>
        new(Avx.IsSupported ? Avx.BroadcastVector128ToVector256(source) : Vector256.Create(Vector128.Load(source)));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static Simd256 ISimdQuads<Simd256>.PairSums(Simd256 a, Simd256 b) => new(PairSums(a.v, b.v));

    /// <summary>As <see cref="Simd128.PairSums(Vector128{float}, Vector128{float})"/>, in both halves.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static Vector256<float> PairSums(Vector256<float> a, Vector256<float> b) =>
        Avx.IsSupported
            ? Avx.Shuffle(a, b, 0x88) + Avx.Shuffle(a, b, 0xDD)
            : Vector256.Create(Simd128.PairSums(a.GetLower(), b.GetLower()), Simd128.PairSums(a.GetUpper(), b.GetUpper()));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Sum(Simd256 a) => Simd128.Sum(new(a.v.GetLower() + a.v.GetUpper()));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Largest(Simd256 a) => Simd128.Largest(Simd128.Max(new(a.v.GetLower()), new(a.v.GetUpper())));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<float> First(int count) => Vector256.LessThan(Vector256<int>.Indices, Vector256.Create(count)).AsSingle();

    /// <summary>
    /// Four floats of a row, and four of the fourth row below it, whose vector begins four floats before them. Zen 3 shuffles on two of its four
    /// ports and inserts a half on the same, but blends on all: eight shuffles for 32 floats, where interleaving the halves too takes twelve.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<float> Halves(ref readonly float source, nint offset, nint stride) =>
        Avx.Blend(
            Vector128.LoadUnsafe(in source, (nuint)offset).ToVector256Unsafe(),
            Vector256.LoadUnsafe(in source, (nuint)(offset + (4 * stride) - 4)),
            0xF0
        );

    private const int SqrtHalfBits = 0x3F3504F3;

    /// <summary>Added to n, it leaves n + 127 (the exponent field of 2ⁿ) in the low bits: 1.5 · 2²³ has a last place of 1.</summary>
    private const float ExponentOfTwo = 12582912f + 127f;
}
