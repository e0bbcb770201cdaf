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

    /// <summary>Reads eight columns and four, where the last row ends at memory that may not be touched, and where the first begins there.</summary>
    private static void Check<V>(int stride)
        where V : struct, ISimd<V>
    {
        V[] columns = new V[8];
        int length = ((V.Count - 1) * stride) + 8;
        using GuardedBuffer buffer = new(length);
        Span<float> rows = buffer.BeforeGuard;
        for (int i = 0; i < length; i++)
        {
            rows[i] = i;
        }

        V.LoadColumns(
            in rows[0],
            stride,
            out columns[0],
            out columns[1],
            out columns[2],
            out columns[3],
            out columns[4],
            out columns[5],
            out columns[6],
            out columns[7]
        );
        AssertColumns(columns, 0, stride);
        for (int first = 0; first <= 4; first++)
        {
            V.LoadColumns(in rows[first], stride, out columns[0], out columns[1], out columns[2], out columns[3]);
            AssertColumns(columns.AsSpan(0, 4), first, stride);
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
