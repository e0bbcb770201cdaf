using System.Runtime.CompilerServices;
using SpanNet.Kernels.Elementwise;
using SpanNet.Kernels.Reductions;
using SpanNet.Kernels.Simd;

namespace SpanNet.Kernels.Softmax;

/// <summary>What the kernels over the rows of a matrix share.</summary>
internal static class Rows
{
    /// <summary>Checks that <paramref name="length"/> elements are whole rows of <paramref name="columns"/>.</summary>
    public static void Check(int length, int columns)
    {
        if (columns < 1 || length % columns != 0)
        {
            Throw(length, columns);
        }
    }

    private static void Throw(int length, int columns) =>
        throw new ArgumentException(
            $"The matrix has no whole rows: expected a multiple of columns = {columns} (at least 1) elements, got {length}."
        );

    /// <summary>The largest element of a row, NaN skipped.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Largest<V>(ref readonly float x, nint n)
        where V : struct, ISimd<V>
    {
        var terms = new Max.Terms(in x);
        return VirtualLanes.Reduce<V, Max.Terms, Larger>(ref terms, n);
    }

    /// <summary>
    /// Both vectors of a row of at most 2 · V.Count elements, −∞ behind its end. Lanes behind the row join as 0 and −∞, so that a + b,
    /// summed across, and Max(a, b), across, are what <see cref="VirtualLanes"/> gives.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void LoadShort<V>(ref readonly float x, int n, out V a, out V b)
        where V : struct, ISimd<V>
    {
        V nothing = V.Create(float.NegativeInfinity);
        a = V.LoadFirst(in x, 0, Math.Min(n, V.Count), nothing);
        b = n > V.Count ? V.LoadFirst(in x, V.Count, n - V.Count, nothing) : nothing;
    }

    /// <summary>The largest element of a row held in two vectors, NaN skipped.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Largest<V>(V a, V b)
        where V : struct, ISimd<V>
    {
        V nothing = V.Create(float.NegativeInfinity);
        return V.Largest(V.Max(V.Max(a, nothing), V.Max(b, nothing)));
    }

    /// <summary>y[j] = f(x[j]) over one row; y may be x. A method of its own, so that the loop has the registers for itself.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static void Map<V, TMap>(TMap f, ref readonly float x, ref float y, nint n)
        where V : struct, ISimd<V>
        where TMap : struct, IMap
    {
        nint i = 0;
        for (; i <= n - V.Count; i += V.Count)
        {
            f.Invoke(V.Load(in x, i)).Store(ref y, i);
        }

        if (i < n)
        {
            int left = (int)(n - i);
            f.Invoke(V.LoadFirst(in x, i, left, V.Zero)).StoreFirst(ref y, i, left);
        }
    }
}
