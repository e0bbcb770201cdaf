using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;

namespace SpanNet.Kernels.Simd;

/// <summary>Four lanes: ARM64 AdvSimd, and x86 without AVX2.</summary>
public struct Simd128 : ISimdQuads<Simd128>
{
    private Vector128<float> v;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal Simd128(Vector128<float> v) => this.v = v;

    /// <summary>The lanes themselves.</summary>
    internal readonly Vector128<float> Lanes
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => v;
    }

    /// <inheritdoc/>
    public static int Count
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => 4;
    }

    /// <inheritdoc/>
    public static Simd128 Zero
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => new(Vector128<float>.Zero);
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd128 Create(float x) => new(Vector128.Create(x));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd128 Broadcast(ref readonly float source, nint offset) =>
        new(Vector128.Create(Unsafe.Add(ref Unsafe.AsRef(in source), offset)));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd128 Broadcast(ref readonly float source, nint offset, Simd128 lanes) =>
        new(Vector128.Create(Unsafe.Add(ref Unsafe.AsRef(in source), offset)) & lanes.v);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd128 Load(ref readonly float source, nint offset) => new(Vector128.LoadUnsafe(in source, (nuint)offset));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly void Store(ref float destination, nint offset) => v.StoreUnsafe(ref destination, (nuint)offset);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd128 operator +(Simd128 a, Simd128 b) => new(a.v + b.v);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd128 operator -(Simd128 a, Simd128 b) => new(a.v - b.v);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd128 operator *(Simd128 a, Simd128 b) => new(a.v * b.v);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd128 operator /(Simd128 a, Simd128 b) => new(a.v / b.v);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd128 operator -(Simd128 a) => new(-a.v);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd128 Fma(Simd128 a, Simd128 b, Simd128 c) => new(Vector128.FusedMultiplyAdd(a.v, b.v, c.v));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Accumulate(ref Simd128 sum, Simd128 a, ref readonly float source, nint offset) =>
        sum.v = Vector128.FusedMultiplyAdd(a.v, Vector128.LoadUnsafe(in source, (nuint)offset), sum.v);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Accumulate(ref Simd128 sum, Simd128 a, Simd128 b) => sum.v = Vector128.FusedMultiplyAdd(a.v, b.v, sum.v);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void AccumulateBroadcast(ref Simd128 sum, Simd128 a, ref readonly float source, nint offset) =>
        sum.v = Vector128.FusedMultiplyAdd(a.v, Vector128.Create(Unsafe.Add(ref Unsafe.AsRef(in source), offset)), sum.v);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void AccumulateBroadcast(ref Simd128 x, ref Simd128 y, Simd128 a, Simd128 b, float element)
    {
        Vector128<float> lanes = Vector128.Create(element);
        x.v = Vector128.FusedMultiplyAdd(a.v, lanes, x.v);
        y.v = Vector128.FusedMultiplyAdd(b.v, lanes, y.v);
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd128 Min(Simd128 a, Simd128 b) =>
        new(Sse.IsSupported ? Sse.Min(a.v, b.v) : Vector128.ConditionalSelect(Vector128.LessThan(a.v, b.v), a.v, b.v));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd128 Max(Simd128 a, Simd128 b) =>
        new(Sse.IsSupported ? Sse.Max(a.v, b.v) : Vector128.ConditionalSelect(Vector128.GreaterThan(a.v, b.v), a.v, b.v));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd128 Abs(Simd128 a) => new(Vector128.Abs(a.v));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd128 Sqrt(Simd128 a) => new(Vector128.Sqrt(a.v));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd128 Round(Simd128 a) => new(Vector128.Round(a.v));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd128 Floor(Simd128 a) => new(Vector128.Floor(a.v));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd128 LessThan(Simd128 a, Simd128 b) => new(Vector128.LessThan(a.v, b.v));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd128 Equal(Simd128 a, Simd128 b) => new(Vector128.Equals(a.v, b.v));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd128 Select(Simd128 mask, Simd128 a, Simd128 b) => new(Vector128.ConditionalSelect(mask.v, a.v, b.v));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd128 CopySign(Simd128 a, Simd128 b) => new(Vector128.ConditionalSelect(Vector128.Create(-0.0f), b.v, a.v));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd128 PowerOfTwo(Simd128 n) =>
        new(Vector128.ShiftLeft((n.v + Vector128.Create(ExponentOfTwo)).AsInt32(), 23).AsSingle());

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd128 Exponent(Simd128 a, out Simd128 mantissa)
    {
        // Subtracting the bits of √½ makes the exponent field of the difference count powers of two from √½ upwards.
        Vector128<int> bits = a.v.AsInt32();
        Vector128<int> shifted = bits - Vector128.Create(SqrtHalfBits);
        Vector128<int> e = Vector128.ShiftRightArithmetic(shifted, 23);
        mantissa = new((bits - Vector128.ShiftLeft(e, 23)).AsSingle());
        return new(Vector128.ConvertToSingle(e));
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static unsafe Simd128 LoadFirst(ref readonly float source, nint offset, int count, Simd128 rest)
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
            Vector128<float> mask = First(count);
            return new(Vector128.ConditionalSelect(mask, Avx.MaskLoad(p + offset, mask), rest.v));
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
        out Simd128 c0, out Simd128 c1, out Simd128 c2, out Simd128 c3, out Simd128 c4, out Simd128 c5, out Simd128 c6, out Simd128 c7)
    {
        LoadColumns(in source, stride, out c0, out c1, out c2, out c3);
        LoadColumns(in Unsafe.Add(ref Unsafe.AsRef(in source), 4), stride, out c4, out c5, out c6, out c7);
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void LoadColumns(ref readonly float source, nint stride, out Simd128 c0, out Simd128 c1, out Simd128 c2, out Simd128 c3)
    {
        if (!Sse.IsSupported)
        {
            StridedVector.LoadColumns(in source, stride, out c0, out c1, out c2, out c3);
            return;
        }

        // Pairs of rows are interleaved by one float, then by two.
        Vector128<float> r0 = Load(in source, 0).v, r1 = Load(in source, stride).v;
        Vector128<float> r2 = Load(in source, 2 * stride).v, r3 = Load(in source, 3 * stride).v;
        Vector128<float> a0 = Sse.UnpackLow(r0, r1), a1 = Sse.UnpackHigh(r0, r1), a2 = Sse.UnpackLow(r2, r3), a3 = Sse.UnpackHigh(r2, r3);
        c0 = new(Sse.MoveLowToHigh(a0, a2)); c1 = new(Sse.MoveHighToLow(a2, a0));
        c2 = new(Sse.MoveLowToHigh(a1, a3)); c3 = new(Sse.MoveHighToLow(a3, a1));
    }
    // csharpier-ignore-end

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static Simd128 ISimdQuads<Simd128>.LoadQuads(ref readonly float source, nint offset, nint stride) => Load(in source, offset);

    // Safety: the caller hands in four floats.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static unsafe Simd128 ISimdQuads<Simd128>.BroadcastQuad(float* source) => new(Vector128.Load(source));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static Simd128 ISimdQuads<Simd128>.PairSums(Simd128 a, Simd128 b) => new(PairSums(a.v, b.v));

    /// <summary>Sums of neighbours: (a₀ + a₁, a₂ + a₃, b₀ + b₁, b₂ + b₃).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static Vector128<float> PairSums(Vector128<float> a, Vector128<float> b)
    {
        if (AdvSimd.Arm64.IsSupported)
        {
            return AdvSimd.Arm64.AddPairwise(a, b);
        }

        return Sse.IsSupported
            ? Sse.Shuffle(a, b, 0x88) + Sse.Shuffle(a, b, 0xDD)
            : Vector128.Create(a[0] + a[1], a[2] + a[3], b[0] + b[1], b[2] + b[3]);
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Sum(Simd128 a)
    {
        Vector128<float> pairs = a.v + Vector128.Shuffle(a.v, Vector128.Create(2, 3, 0, 1));
        return pairs.ToScalar() + pairs.GetElement(1);
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Largest(Simd128 a)
    {
        Vector128<float> pairs = Max(a, new(Vector128.Shuffle(a.v, Vector128.Create(2, 3, 0, 1)))).v;
        return Max(new(pairs), new(Vector128.Shuffle(pairs, Vector128.Create(1, 0, 3, 2)))).v.ToScalar();
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<float> First(int count) => Vector128.LessThan(Vector128<int>.Indices, Vector128.Create(count)).AsSingle();

    private const int SqrtHalfBits = 0x3F3504F3;

    /// <summary>Added to n, it leaves n + 127 (the exponent field of 2ⁿ) in the low bits: 1.5 · 2²³ has a last place of 1.</summary>
    private const float ExponentOfTwo = 12582912f + 127f;
}
