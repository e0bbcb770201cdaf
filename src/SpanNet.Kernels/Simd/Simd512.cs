using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace SpanNet.Kernels.Simd;

/// <summary>Sixteen lanes: AVX-512.</summary>
public struct Simd512 : ISimdQuads<Simd512>
{
    private Vector512<float> v;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal Simd512(Vector512<float> v) => this.v = v;

    /// <inheritdoc/>
    public static int Count
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => 16;
    }

    /// <inheritdoc/>
    public static Simd512 Zero
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => new(Vector512<float>.Zero);
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd512 Create(float x) => new(Vector512.Create(x));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd512 Broadcast(ref readonly float source, nint offset) =>
        new(Vector512.Create(Unsafe.As<float, int>(ref Unsafe.Add(ref Unsafe.AsRef(in source), offset))).AsSingle());

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd512 Broadcast(ref readonly float source, nint offset, Simd512 lanes) =>
        new(Vector512.Create(Unsafe.Add(ref Unsafe.AsRef(in source), offset)) & lanes.v);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd512 Load(ref readonly float source, nint offset) => new(Vector512.LoadUnsafe(in source, (nuint)offset));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly void Store(ref float destination, nint offset) => v.StoreUnsafe(ref destination, (nuint)offset);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd512 operator +(Simd512 a, Simd512 b) => new(a.v + b.v);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd512 operator -(Simd512 a, Simd512 b) => new(a.v - b.v);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd512 operator *(Simd512 a, Simd512 b) => new(a.v * b.v);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd512 operator /(Simd512 a, Simd512 b) => new(a.v / b.v);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd512 operator -(Simd512 a) => new(-a.v);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd512 Fma(Simd512 a, Simd512 b, Simd512 c) => new(Vector512.FusedMultiplyAdd(a.v, b.v, c.v));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Accumulate(ref Simd512 sum, Simd512 a, ref readonly float source, nint offset) =>
        sum.v = Vector512.FusedMultiplyAdd(a.v, Vector512.LoadUnsafe(in source, (nuint)offset), sum.v);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Accumulate(ref Simd512 sum, Simd512 a, Simd512 b) => sum.v = Vector512.FusedMultiplyAdd(a.v, b.v, sum.v);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void AccumulateBroadcast(ref Simd512 sum, Simd512 a, ref readonly float source, nint offset) =>
        sum.v = Vector512.FusedMultiplyAdd(a.v, Vector512.Create(Unsafe.Add(ref Unsafe.AsRef(in source), offset)), sum.v);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void AccumulateBroadcast(ref Simd512 x, ref Simd512 y, Simd512 a, Simd512 b, float element)
    {
        Vector512<float> lanes = Vector512.Create(element);
        x.v = Vector512.FusedMultiplyAdd(a.v, lanes, x.v);
        y.v = Vector512.FusedMultiplyAdd(b.v, lanes, y.v);
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd512 Min(Simd512 a, Simd512 b) =>
        new(Avx512F.IsSupported ? Avx512F.Min(a.v, b.v) : Vector512.ConditionalSelect(Vector512.LessThan(a.v, b.v), a.v, b.v));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd512 Max(Simd512 a, Simd512 b) =>
        new(Avx512F.IsSupported ? Avx512F.Max(a.v, b.v) : Vector512.ConditionalSelect(Vector512.GreaterThan(a.v, b.v), a.v, b.v));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd512 Abs(Simd512 a) => new(Vector512.Abs(a.v));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd512 Sqrt(Simd512 a) => new(Vector512.Sqrt(a.v));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd512 Round(Simd512 a) => new(Vector512.Round(a.v));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd512 Floor(Simd512 a) => new(Vector512.Floor(a.v));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd512 LessThan(Simd512 a, Simd512 b) => new(Vector512.LessThan(a.v, b.v));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd512 Equal(Simd512 a, Simd512 b) => new(Vector512.Equals(a.v, b.v));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd512 Select(Simd512 mask, Simd512 a, Simd512 b) => new(Vector512.ConditionalSelect(mask.v, a.v, b.v));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd512 CopySign(Simd512 a, Simd512 b) => new(Vector512.ConditionalSelect(Vector512.Create(-0.0f), b.v, a.v));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd512 PowerOfTwo(Simd512 n) =>
        new(Vector512.ShiftLeft((n.v + Vector512.Create(ExponentOfTwo)).AsInt32(), 23).AsSingle());

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd512 Exponent(Simd512 a, out Simd512 mantissa)
    {
        // Subtracting the bits of √½ makes the exponent field of the difference count powers of two from √½ upwards.
        Vector512<int> bits = a.v.AsInt32();
        Vector512<int> shifted = bits - Vector512.Create(SqrtHalfBits);
        Vector512<int> e = Vector512.ShiftRightArithmetic(shifted, 23);
        mantissa = new((bits - Vector512.ShiftLeft(e, 23)).AsSingle());
        return new(Vector512.ConvertToSingle(e));
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static unsafe Simd512 LoadFirst(ref readonly float source, nint offset, int count, Simd512 rest)
    {
        if (count == Count)
        {
            return Load(in source, offset);
        }

        if (!Avx512F.IsSupported)
        {
            return PartialVector.Load(in source, offset, count, rest);
        }

        // Safety: the mask keeps the instruction from touching memory behind the first count floats.
        fixed (float* p = &source)
        {
            return new(Avx512F.MaskLoad(p + offset, First(count), rest.v));
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
        else if (!Avx512F.IsSupported)
        {
            PartialVector.Store(this, ref destination, offset, count);
        }
        else
        {
            // Safety: the mask keeps the instruction from touching memory behind the first count floats.
            fixed (float* p = &destination)
            {
                Avx512F.MaskStore(p + offset, First(count), v);
            }
        }
    }

    // csharpier-ignore-start
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void LoadColumns(ref readonly float source, nint stride,
        out Simd512 c0, out Simd512 c1, out Simd512 c2, out Simd512 c3, out Simd512 c4, out Simd512 c5, out Simd512 c6, out Simd512 c7)
    {
        if (!Avx512DQ.IsSupported)
        {
            StridedVector.LoadColumns(in source, stride, out c0, out c1, out c2, out c3, out c4, out c5, out c6, out c7);
            return;
        }

        Quads(in source, 0, stride, out Vector512<float> a0, out Vector512<float> a1, out Vector512<float> a2, out Vector512<float> a3);
        Quads(in source, 8 * stride, stride, out Vector512<float> b0, out Vector512<float> b1, out Vector512<float> b2, out Vector512<float> b3);
        c0 = new(Avx512F.Shuffle4x128(a0, b0, 0x88)); c1 = new(Avx512F.Shuffle4x128(a1, b1, 0x88));
        c2 = new(Avx512F.Shuffle4x128(a2, b2, 0x88)); c3 = new(Avx512F.Shuffle4x128(a3, b3, 0x88));
        c4 = new(Avx512F.Shuffle4x128(a0, b0, 0xDD)); c5 = new(Avx512F.Shuffle4x128(a1, b1, 0xDD));
        c6 = new(Avx512F.Shuffle4x128(a2, b2, 0xDD)); c7 = new(Avx512F.Shuffle4x128(a3, b3, 0xDD));
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void LoadColumns(ref readonly float source, nint stride, out Simd512 c0, out Simd512 c1, out Simd512 c2, out Simd512 c3)
    {
        Simd256.LoadColumns(in source, stride, out Simd256 a0, out Simd256 a1, out Simd256 a2, out Simd256 a3);
        Simd256.LoadColumns(in Unsafe.Add(ref Unsafe.AsRef(in source), 8 * stride), stride, out Simd256 b0, out Simd256 b1, out Simd256 b2, out Simd256 b3);
        c0 = Join(a0, b0); c1 = Join(a1, b1); c2 = Join(a2, b2); c3 = Join(a3, b3);
    }
    // csharpier-ignore-end

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static Simd512 ISimdQuads<Simd512>.LoadQuads(ref readonly float source, nint offset, nint stride)
    {
        Vector128<float> q0 = Vector128.LoadUnsafe(in source, (nuint)offset);
        Vector128<float> q1 = Vector128.LoadUnsafe(in source, (nuint)(offset + stride));
        Vector128<float> q2 = Vector128.LoadUnsafe(in source, (nuint)(offset + (2 * stride)));
        Vector128<float> q3 = Vector128.LoadUnsafe(in source, (nuint)(offset + (3 * stride)));
        if (!Avx512F.IsSupported)
        {
            return new(Vector512.Create(Vector256.Create(q0, q1), Vector256.Create(q2, q3)));
        }

        Vector512<float> quads = Avx512F.InsertVector128(q0.ToVector256Unsafe().ToVector512Unsafe(), q1, 1);
        return new(Avx512F.InsertVector128(Avx512F.InsertVector128(quads, q2, 2), q3, 3));
    }

    // Safety: the caller hands in four floats.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static unsafe Simd512 ISimdQuads<Simd512>.BroadcastQuad(float* source) =>
        new(Avx512F.IsSupported ? Avx512F.BroadcastVector128ToVector512(source) : Vector512.Create(Vector128.Load(source)));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static Simd512 ISimdQuads<Simd512>.PairSums(Simd512 a, Simd512 b)
    {
        if (Avx512F.IsSupported)
        {
            return new(Avx512F.Shuffle(a.v, b.v, 0x88) + Avx512F.Shuffle(a.v, b.v, 0xDD));
        }

        Vector256<float> lower = Simd256.PairSums(a.v.GetLower(), b.v.GetLower());
        return new(Vector512.Create(lower, Simd256.PairSums(a.v.GetUpper(), b.v.GetUpper())));
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Sum(Simd512 a) => Simd256.Sum(new(a.v.GetLower() + a.v.GetUpper()));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Largest(Simd512 a) => Simd256.Largest(Simd256.Max(new(a.v.GetLower()), new(a.v.GetUpper())));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<float> First(int count) => Vector512.LessThan(Vector512<int>.Indices, Vector512.Create(count)).AsSingle();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Simd512 Join(Simd256 lower, Simd256 upper) => new(Vector512.Create(lower.Lanes, upper.Lanes));

    /// <summary>Eight rows of eight, four by four: qj holds columns j and 4 + j of the first four rows, then of the others.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Quads(
        ref readonly float source,
        nint offset,
        nint stride,
        out Vector512<float> q0,
        out Vector512<float> q1,
        out Vector512<float> q2,
        out Vector512<float> q3
    )
    {
        Vector512<float> r0 = Halves(in source, offset, stride);
        Vector512<float> r1 = Halves(in source, offset + stride, stride);
        Vector512<float> r2 = Halves(in source, offset + (2 * stride), stride);
        Vector512<float> r3 = Halves(in source, offset + (3 * stride), stride);
        Vector512<float> a0 = Avx512F.UnpackLow(r0, r1);
        Vector512<float> a1 = Avx512F.UnpackHigh(r0, r1);
        Vector512<float> a2 = Avx512F.UnpackLow(r2, r3);
        Vector512<float> a3 = Avx512F.UnpackHigh(r2, r3);
        q0 = Avx512F.Shuffle(a0, a2, 0x44);
        q1 = Avx512F.Shuffle(a0, a2, 0xEE);
        q2 = Avx512F.Shuffle(a1, a3, 0x44);
        q3 = Avx512F.Shuffle(a1, a3, 0xEE);
    }

    /// <summary>Eight floats of a row, and eight of the fourth row below it: a load with an insertion saves one shuffle of four.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<float> Halves(ref readonly float source, nint offset, nint stride) =>
        Avx512DQ.InsertVector256(
            Vector256.LoadUnsafe(in source, (nuint)offset).ToVector512Unsafe(),
            Vector256.LoadUnsafe(in source, (nuint)(offset + (4 * stride))),
            1
        );

    private const int SqrtHalfBits = 0x3F3504F3;

    /// <summary>Added to n, it leaves n + 127 (the exponent field of 2ⁿ) in the low bits: 1.5 · 2²³ has a last place of 1.</summary>
    private const float ExponentOfTwo = 12582912f + 127f;
}
