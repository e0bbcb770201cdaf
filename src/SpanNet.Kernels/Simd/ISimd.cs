namespace SpanNet.Kernels.Simd;

/// <summary>
/// A vector of <see cref="Count"/> floats. A kernel written over <typeparamref name="V"/> is written once and compiled for
/// <see cref="Simd512"/>, <see cref="Simd256"/>, <see cref="Simd128"/> and <see cref="Simd1"/> (one lane: the scalar path).
/// </summary>
/// <remarks>
/// Every operation is exactly rounded or exact, lane by lane, so that the same formula gives the same bits at every width.
/// The JIT turns each implementation into the one instruction that it names: constants become memory operands, nothing is boxed.
/// </remarks>
public interface ISimd<V>
    where V : struct, ISimd<V>
{
    /// <summary>Number of lanes.</summary>
    static abstract int Count { get; }

    /// <summary>All lanes 0.</summary>
    static abstract V Zero { get; }

    /// <summary>All lanes <paramref name="x"/>.</summary>
    static abstract V Create(float x);

    /// <summary>
    /// All lanes source[<paramref name="offset"/>]: what <see cref="Create"/> makes of a number in memory, for loops that are bound by arithmetic.
    /// (Zen 4 broadcasts 32 bits as it loads them if they are called an integer; as floats of 512 bits they take a slot of its arithmetic ports.)
    /// </summary>
    static abstract V Broadcast(ref readonly float source, nint offset);

    /// <summary>source[offset] in the lanes of a mask, 0 in the others.</summary>
    static abstract V Broadcast(ref readonly float source, nint offset, V lanes);

    /// <summary>Reads <see cref="Count"/> floats that start <paramref name="offset"/> floats after <paramref name="source"/>.</summary>
    static abstract V Load(ref readonly float source, nint offset);

    /// <summary>Writes <see cref="Count"/> floats that start <paramref name="offset"/> floats after <paramref name="destination"/>.</summary>
    void Store(ref float destination, nint offset);

    /// <summary>a + b.</summary>
    static abstract V operator +(V a, V b);

    /// <summary>a − b.</summary>
    static abstract V operator -(V a, V b);

    /// <summary>a · b.</summary>
    static abstract V operator *(V a, V b);

    /// <summary>a / b, correctly rounded.</summary>
    static abstract V operator /(V a, V b);

    /// <summary>−a (flips the sign bit, also of 0 and NaN).</summary>
    static abstract V operator -(V a);

    /// <summary>a · b + c with one rounding, on every machine (in software where there is no such instruction).</summary>
    static abstract V Fma(V a, V b, V c);

    /// <summary>
    /// sum ← a · source[offset …] + sum with one rounding, in place: the sum keeps its register and the vector is the instruction's operand in
    /// memory. (What <see cref="Fma"/> returns is moved, and a loaded operand takes a register: three instructions in place of one.)
    /// </summary>
    static abstract void Accumulate(ref V sum, V a, ref readonly float source, nint offset);

    /// <summary>sum ← a · b + sum with one rounding, in place like the other.</summary>
    static abstract void Accumulate(ref V sum, V a, V b);

    /// <summary>The same with source[offset] in all lanes, which may be the instruction's operand in memory too.</summary>
    static abstract void AccumulateBroadcast(ref V sum, V a, ref readonly float source, nint offset);

    /// <summary>
    /// x ← a · element + x and y ← b · element + y: a number that serves two vectors is in a register. (One method, since the JIT has only so much room
    /// for what it inlines, and tiles are near that.)
    /// </summary>
    static abstract void AccumulateBroadcast(ref V x, ref V y, V a, V b, float element);

    /// <summary>a &lt; b ? a : b. The second operand is returned when either is NaN: pass the value second to keep its NaN.</summary>
    static abstract V Min(V a, V b);

    /// <summary>a &gt; b ? a : b. The second operand is returned when either is NaN: pass the value second to keep its NaN.</summary>
    static abstract V Max(V a, V b);

    /// <summary>|a| (clears the sign bit).</summary>
    static abstract V Abs(V a);

    /// <summary>√a, correctly rounded.</summary>
    static abstract V Sqrt(V a);

    /// <summary>Nearest integer, ties to even.</summary>
    static abstract V Round(V a);

    /// <summary>Largest integer not above a.</summary>
    static abstract V Floor(V a);

    /// <summary>A mask (all bits set where true) of a &lt; b; false when either is NaN.</summary>
    static abstract V LessThan(V a, V b);

    /// <summary>A mask (all bits set where true) of a = b; false when either is NaN.</summary>
    static abstract V Equal(V a, V b);

    /// <summary>mask ? a : b, lane by lane; <paramref name="mask"/> comes from a comparison.</summary>
    static abstract V Select(V mask, V a, V b);

    /// <summary>The magnitude of a with the sign bit of b.</summary>
    static abstract V CopySign(V a, V b);

    /// <summary>2ⁿ for integral n in [−126, 127], built from its exponent bits; 0 for −127 and ∞ for 128. Any value for NaN.</summary>
    static abstract V PowerOfTwo(V n);

    /// <summary>e with a = m · 2ᵉ and m in [√½, √2), for positive normal a; <paramref name="mantissa"/> receives m.</summary>
    static abstract V Exponent(V a, out V mantissa);

    /// <summary>
    /// The first <paramref name="count"/> floats as <see cref="Load"/> reads them, <paramref name="rest"/> in the other lanes; memory
    /// behind the first <paramref name="count"/> is not touched. 0 ≤ count ≤ <see cref="Count"/>.
    /// </summary>
    static abstract V LoadFirst(ref readonly float source, nint offset, int count, V rest);

    /// <summary>Writes the first <paramref name="count"/> lanes only. 0 ≤ count ≤ <see cref="Count"/>.</summary>
    void StoreFirst(ref float destination, nint offset, int count);

    // csharpier-ignore-start
    /// <summary>
    /// Eight columns of <see cref="Count"/> rows that are <paramref name="stride"/> floats apart: lane i of cj ← source[i·stride + j]. Rows
    /// become columns: the vectors of a matrix, transposed.
    /// </summary>
    static abstract void LoadColumns(ref readonly float source, nint stride,
        out V c0, out V c1, out V c2, out V c3, out V c4, out V c5, out V c6, out V c7);

    /// <summary>Four columns in the same way. May read any part of the <see cref="Count"/> rows of four.</summary>
    static abstract void LoadColumns(ref readonly float source, nint stride, out V c0, out V c1, out V c2, out V c3);
    // csharpier-ignore-end

    /// <summary>The sum of the lanes as a tree: halves are added lane by lane (i and i + h for h = Count/2, …, 2, 1).</summary>
    static abstract float Sum(V a);

    /// <summary>The largest lane by the tree of <see cref="Sum"/>, each step Max(lower, upper); no lane may be NaN.</summary>
    static abstract float Largest(V a);
}
