using System.Runtime.CompilerServices;

namespace SpanNet.Kernels.Simd;

/// <summary>One lane: the scalar path, and the tail of every other.</summary>
public struct Simd1 : ISimd<Simd1>
{
    private const int SqrtHalfBits = 0x3F3504F3;

    /// <summary>Added to n, it leaves n + 127 (the exponent field of 2ⁿ) in the low bits: 1.5 · 2²³ has a last place of 1.</summary>
    private const float ExponentOfTwo = 12582912f + 127f;

    private float v;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private Simd1(float v) => this.v = v;

    /// <inheritdoc/>
    public static int Count
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => 1;
    }

    /// <inheritdoc/>
    public static Simd1 Zero
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => new(0f);
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd1 Create(float x) => new(x);

    // Safety: the caller keeps offset inside its span, as with the wider vectors.
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd1 Broadcast(ref readonly float source, nint offset) => Create(Unsafe.Add(ref Unsafe.AsRef(in source), offset));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd1 Broadcast(ref readonly float source, nint offset, Simd1 lanes) =>
        new(
            BitConverter.Int32BitsToSingle(
                BitConverter.SingleToInt32Bits(Unsafe.Add(ref Unsafe.AsRef(in source), offset)) & BitConverter.SingleToInt32Bits(lanes.v)
            )
        );

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd1 Load(ref readonly float source, nint offset) => new(Unsafe.Add(ref Unsafe.AsRef(in source), offset));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly void Store(ref float destination, nint offset) => Unsafe.Add(ref destination, offset) = v;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd1 operator +(Simd1 a, Simd1 b) => new(a.v + b.v);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd1 operator -(Simd1 a, Simd1 b) => new(a.v - b.v);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd1 operator *(Simd1 a, Simd1 b) => new(a.v * b.v);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd1 operator /(Simd1 a, Simd1 b) => new(a.v / b.v);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd1 operator -(Simd1 a) => new(-a.v);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd1 Fma(Simd1 a, Simd1 b, Simd1 c) => new(MathF.FusedMultiplyAdd(a.v, b.v, c.v));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Accumulate(ref Simd1 sum, Simd1 a, ref readonly float source, nint offset) =>
        sum.v = MathF.FusedMultiplyAdd(a.v, Unsafe.Add(ref Unsafe.AsRef(in source), offset), sum.v);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Accumulate(ref Simd1 sum, Simd1 a, Simd1 b) => sum.v = MathF.FusedMultiplyAdd(a.v, b.v, sum.v);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void AccumulateBroadcast(ref Simd1 sum, Simd1 a, ref readonly float source, nint offset) =>
        sum.v = MathF.FusedMultiplyAdd(a.v, Unsafe.Add(ref Unsafe.AsRef(in source), offset), sum.v);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void AccumulateBroadcast(ref Simd1 x, ref Simd1 y, Simd1 a, Simd1 b, float element)
    {
        x.v = MathF.FusedMultiplyAdd(a.v, element, x.v);
        y.v = MathF.FusedMultiplyAdd(b.v, element, y.v);
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd1 Min(Simd1 a, Simd1 b) => new(a.v < b.v ? a.v : b.v);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd1 Max(Simd1 a, Simd1 b) => new(a.v > b.v ? a.v : b.v);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd1 Abs(Simd1 a) => new(MathF.Abs(a.v));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd1 Sqrt(Simd1 a) => new(MathF.Sqrt(a.v));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd1 Round(Simd1 a) => new(MathF.Round(a.v));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd1 Floor(Simd1 a) => new(MathF.Floor(a.v));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd1 LessThan(Simd1 a, Simd1 b) => Mask(a.v < b.v);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd1 Equal(Simd1 a, Simd1 b) => Mask(a.v == b.v);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd1 Select(Simd1 mask, Simd1 a, Simd1 b) => BitConverter.SingleToInt32Bits(mask.v) != 0 ? a : b;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd1 CopySign(Simd1 a, Simd1 b) => new(MathF.CopySign(a.v, b.v));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd1 PowerOfTwo(Simd1 n) =>
        new(BitConverter.Int32BitsToSingle(BitConverter.SingleToInt32Bits(n.v + ExponentOfTwo) << 23));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd1 Exponent(Simd1 a, out Simd1 mantissa)
    {
        int bits = BitConverter.SingleToInt32Bits(a.v);
        int e = (bits - SqrtHalfBits) >> 23;
        mantissa = new(BitConverter.Int32BitsToSingle(bits - (e << 23)));
        return new(e);
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd1 LoadFirst(ref readonly float source, nint offset, int count, Simd1 rest) =>
        count != 0 ? Load(in source, offset) : rest;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly void StoreFirst(ref float destination, nint offset, int count)
    {
        if (count != 0)
        {
            Store(ref destination, offset);
        }
    }

    // csharpier-ignore-start
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void LoadColumns(ref readonly float source, nint stride,
        out Simd1 c0, out Simd1 c1, out Simd1 c2, out Simd1 c3, out Simd1 c4, out Simd1 c5, out Simd1 c6, out Simd1 c7)
    {
        ref float s = ref Unsafe.AsRef(in source);
        c0 = new(Unsafe.Add(ref s, 0)); c1 = new(Unsafe.Add(ref s, 1)); c2 = new(Unsafe.Add(ref s, 2)); c3 = new(Unsafe.Add(ref s, 3));
        c4 = new(Unsafe.Add(ref s, 4)); c5 = new(Unsafe.Add(ref s, 5)); c6 = new(Unsafe.Add(ref s, 6)); c7 = new(Unsafe.Add(ref s, 7));
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void LoadColumns(ref readonly float source, nint stride, out Simd1 c0, out Simd1 c1, out Simd1 c2, out Simd1 c3)
    {
        ref float s = ref Unsafe.AsRef(in source);
        c0 = new(Unsafe.Add(ref s, 0)); c1 = new(Unsafe.Add(ref s, 1)); c2 = new(Unsafe.Add(ref s, 2)); c3 = new(Unsafe.Add(ref s, 3));
    }
    // csharpier-ignore-end

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Sum(Simd1 a) => a.v;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Largest(Simd1 a) => a.v;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Simd1 Mask(bool condition) => new(BitConverter.Int32BitsToSingle(condition ? -1 : 0));
}
