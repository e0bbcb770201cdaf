using System.Runtime.CompilerServices;
using SpanNet.Kernels.Elementwise;
using SpanNet.Kernels.Reductions;
using SpanNet.Kernels.Simd;

namespace SpanNet.Kernels.Softmax;

/// <summary>
/// The softmax of a row that stays in four or eight registers of 32, vectors of 16 floats: each element is read once and written once, and nothing
/// waits for a loop to begin. Vectors behind the row are −∞, whose exponential adds 0; so the sum is that of <see cref="VirtualLanes"/>.
/// </summary>
internal static class MiddleRow
{
    private const int Few = 4;
    private const int Most = 8;

    /// <summary>Whether a row of <paramref name="n"/> elements stays in the registers that there are.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool Suits<V>(int n)
        where V : struct, ISimd<V> => 2 * V.Count == VirtualLanes.Count && n <= Most * V.Count;

    /// <summary>y = softmax(x) of one row; y may be x.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Run<V>(ref float x, ref float y, int n)
        where V : struct, ISimd<V>
    {
        bool isWide = n > Few * V.Count;
        V nothing = V.Create(float.NegativeInfinity);
        V a = At<V>(ref x, 0, n);
        V b = At<V>(ref x, 1, n);
        V c = At<V>(ref x, 2, n);
        V d = At<V>(ref x, 3, n);
        V e = nothing;
        V f = nothing;
        V g = nothing;
        V h = nothing;
        V largest = V.Max(V.Max(a, V.Max(b, nothing)), V.Max(c, V.Max(d, nothing)));
        if (isWide)
        {
            e = At<V>(ref x, 4, n);
            f = At<V>(ref x, 5, n);
            g = At<V>(ref x, 6, n);
            h = At<V>(ref x, 7, n);
            largest = V.Max(V.Max(e, V.Max(f, nothing)), V.Max(g, V.Max(h, largest)));
        }

        V max = V.Create(V.Largest(largest));
        a = Exp.OfSmall(a - max);
        b = Exp.OfSmall(b - max);
        c = Exp.OfSmall(c - max);
        d = Exp.OfSmall(d - max);
        V even = a + c;
        V odd = b + d;
        if (isWide)
        {
            e = Exp.OfSmall(e - max);
            f = Exp.OfSmall(f - max);
            g = Exp.OfSmall(g - max);
            h = Exp.OfSmall(h - max);
            even = even + e + g;
            odd = odd + f + h;
        }

        V scale = V.Create(1f / V.Sum(even + odd));
        Store(a * scale, ref y, 0, n);
        Store(b * scale, ref y, 1, n);
        Store(c * scale, ref y, 2, n);
        Store(d * scale, ref y, 3, n);
        if (isWide)
        {
            Store(e * scale, ref y, 4, n);
            Store(f * scale, ref y, 5, n);
            Store(g * scale, ref y, 6, n);
            Store(h * scale, ref y, 7, n);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V At<V>(ref float x, int vector, int n)
        where V : struct, ISimd<V> => V.LoadFirst(ref x, vector * V.Count, Lanes<V>(vector, n), V.Create(float.NegativeInfinity));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store<V>(V value, ref float y, int vector, int n)
        where V : struct, ISimd<V> => value.StoreFirst(ref y, vector * V.Count, Lanes<V>(vector, n));

    /// <summary>How many lanes of a vector the row fills.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int Lanes<V>(int vector, int n)
        where V : struct, ISimd<V> => Math.Clamp(n - (vector * V.Count), 0, V.Count);
}
