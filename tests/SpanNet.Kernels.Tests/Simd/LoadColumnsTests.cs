using SpanNet.Kernels.Simd;
using SpanNet.Testing;

namespace SpanNet.Kernels.Tests.Simd;

public class LoadColumnsTests
{
    [Theory]
    [InlineData(8)]
    [InlineData(16)]
    [InlineData(19)]
    public void Rows_become_columns(int stride)
    {
        Check<Simd1>(stride);
        Check<Simd128>(stride);
        Check<Simd256>(stride);
        Check<Simd512>(stride);
    }

    /// <summary>Eight columns and four, once where memory behind the last row may not be touched, once where none before the first may.</summary>
    private static void Check<V>(int stride)
        where V : struct, ISimd<V>
    {
        using GuardedBuffer buffer = new(((V.Count - 1) * stride) + 8);
        Check<V>(buffer.BeforeGuard, stride);
        Check<V>(buffer.BehindGuard, stride);
    }

    private static void Check<V>(Span<float> rows, int stride)
        where V : struct, ISimd<V>
    {
        V[] c = new V[8];
        for (int i = 0; i < rows.Length; i++)
        {
            rows[i] = i;
        }

        V.LoadColumns(in rows[0], stride, out c[0], out c[1], out c[2], out c[3], out c[4], out c[5], out c[6], out c[7]);
        AssertColumns<V>(c, 0, stride);
        for (int first = 0; first <= 4; first++)
        {
            V.LoadColumns(in rows[first], stride, out c[0], out c[1], out c[2], out c[3]);
            AssertColumns<V>(c.AsSpan(0, 4), first, stride);
        }
    }

    private static void AssertColumns<V>(ReadOnlySpan<V> columns, int first, int stride)
        where V : struct, ISimd<V>
    {
        float[] lanes = new float[V.Count];
        for (int j = 0; j < columns.Length; j++)
        {
            columns[j].Store(ref lanes[0], 0);
            Assert.Equal(Enumerable.Range(0, V.Count).Select(i => (float)((i * stride) + first + j)), lanes);
        }
    }
}
