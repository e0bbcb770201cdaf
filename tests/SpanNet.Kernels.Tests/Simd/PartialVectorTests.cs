using SpanNet.Kernels.Simd;
using SpanNet.Testing;

namespace SpanNet.Kernels.Tests.Simd;

public class PartialVectorTests
{
    [Fact]
    public void First_lanes_are_read_and_written_and_nothing_else()
    {
        Check<Simd512>();
        Check<Simd256>();
        Check<Simd128>();
        Check<Simd1>();
    }

    [Fact]
    public void Without_masked_instructions_the_same_happens()
    {
        float[] source = [.. Enumerable.Range(0, 20).Select(i => (float)i)];
        for (int count = 0; count <= 8; count++)
        {
            float[] copy = new float[20];
            Simd256 v = PartialVector.Load(ref source[0], 2, count, Simd256.Create(-1f));
            PartialVector.Store(v, ref copy[0], 3, count);
            Assert.Equal([.. new float[3], .. source[2..(2 + count)], .. new float[17 - count]], copy);
        }
    }

    [Fact]
    public void A_sum_in_place_is_the_fused_multiply_add()
    {
        Accumulate<Simd512>();
        Accumulate<Simd256>();
        Accumulate<Simd128>();
        Accumulate<Simd1>();
    }

    [Fact]
    public void A_number_in_memory_fills_all_lanes_with_its_bits()
    {
        Broadcast<Simd512>();
        Broadcast<Simd256>();
        Broadcast<Simd128>();
        Broadcast<Simd1>();
    }

    /// <summary>The last number before a page that may not be touched: a negative zero, a signalling NaN, a subnormal and a plain one.</summary>
    private static void Broadcast<V>()
        where V : struct, ISimd<V>
    {
        using GuardedBuffer buffer = new(3);
        float[] lanes = new float[V.Count];
        foreach (uint bits in (uint[])[0x80000000, 0x7FA00001, 0x00000001, 0x3F9D70A4])
        {
            buffer.BeforeGuard[2] = BitConverter.UInt32BitsToSingle(bits);
            V.Broadcast(in buffer.BeforeGuard[0], 2).Store(ref lanes[0], 0);
            Assert.All(lanes, lane => Assert.Equal(bits, BitConverter.SingleToUInt32Bits(lane)));
        }
    }

    private static void Accumulate<V>()
        where V : struct, ISimd<V>
    {
        float[] source = Samples.Normal(V.Count + 1, seed: 6);
        V sum = V.Load(ref source[0], 0);
        V expected = V.Fma(V.Create(source[0]), V.Load(ref source[0], 1), sum);
        V.Accumulate(ref sum, V.Create(source[0]), ref source[0], 1);

        float[] lanes = new float[2 * V.Count];
        expected.Store(ref lanes[0], 0);
        sum.Store(ref lanes[0], V.Count);
        Assert.Equal(lanes[..V.Count], lanes[V.Count..]);
    }

    private static void Check<V>()
        where V : struct, ISimd<V>
    {
        float[] source = [.. Enumerable.Range(0, 20).Select(i => (float)i)];
        for (int count = 0; count <= V.Count; count++)
        {
            // The array ends where the lanes do: reading further would be seen by a guard page, and is by the rest lanes here.
            float[] end = source[^(count + 1)..];
            V v = V.LoadFirst(ref end[0], 1, count, V.Create(-1f));
            float[] all = new float[V.Count];
            v.Store(ref all[0], 0);
            float[] rest = new float[V.Count - count];
            Array.Fill(rest, -1f);
            Assert.Equal([.. end[1..], .. rest], all);

            float[] copy = new float[V.Count + 2];
            v.StoreFirst(ref copy[0], 1, count);
            Assert.Equal([0f, .. end[1..], .. new float[V.Count + 1 - count]], copy);
        }

        float[] lanes = Samples.Normal(V.Count, seed: 5);
        float sum = V.Sum(V.Load(ref lanes[0], 0));
        Assert.Equal(lanes.Max(), V.Largest(V.Load(ref lanes[0], 0)));
        for (int half = V.Count / 2; half >= 1; half /= 2)
        {
            for (int i = 0; i < half; i++)
            {
                lanes[i] += lanes[i + half];
            }
        }

        Assert.Equal(lanes[0], sum);
    }

    [Theory]
    [InlineData(-127f, 0f)]
    [InlineData(-126f, 1.17549435e-38f)]
    [InlineData(-1f, 0.5f)]
    [InlineData(0f, 1f)]
    [InlineData(127f, 1.70141183e38f)]
    [InlineData(128f, float.PositiveInfinity)]
    public void Powers_of_two_are_exact(float n, float expected)
    {
        float[] y = new float[16];
        Simd512.PowerOfTwo(Simd512.Create(n)).Store(ref y[0], 0);
        Assert.All(y, value => Assert.Equal(expected, value));
        Simd256.PowerOfTwo(Simd256.Create(n)).Store(ref y[0], 0);
        Simd128.PowerOfTwo(Simd128.Create(n)).Store(ref y[8], 0);
        Simd1.PowerOfTwo(Simd1.Create(n)).Store(ref y[12], 0);
        Assert.All(y, value => Assert.Equal(expected, value));
    }
}
