using System.Runtime.CompilerServices;
using SpanNet.Kernels.Activations;
using SpanNet.Kernels.Simd;

namespace SpanNet.Kernels.Recurrent;

/// <summary>h′ = f(a + p), with a and p the two products. Backward: da = dp = f′ · dh.</summary>
/// <typeparam name="TFunction">f, whose derivative is computed from its value.</typeparam>
internal readonly struct ElmanCell<TFunction> : ICell
    where TFunction : struct, IActivation
{
    public static bool HasCell => false;

    // Safety, here and below: the blocks hand in rows of all gates, and elements inside them.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Forward<V>(ref readonly CellRow row, nint j, int count)
        where V : struct, ISimd<V>
    {
        V h = default(TFunction).Invoke(V.LoadFirst(ref row.Gates, j, count, V.Zero) + V.LoadFirst(ref row.Product, j, count, V.Zero));
        h.StoreFirst(ref row.Next, j, count);
        if (row.Keeps)
        {
            h.StoreFirst(ref row.Gates, j, count);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Backward<V>(ref readonly CellGradientRow row, nint j, int count)
        where V : struct, ISimd<V>
    {
        V dh = Gradient.OfState<V>(in row, j, count);
        V h = V.LoadFirst(ref row.Gates, j, count, V.Zero);
        (default(TFunction).Derivative(h) * dh).StoreFirst(ref row.Gates, j, count);
        V.Zero.StoreFirst(ref row.State, j, count);
    }
}
