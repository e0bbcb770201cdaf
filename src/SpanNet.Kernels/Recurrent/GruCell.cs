using System.Runtime.CompilerServices;
using SpanNet.Kernels.Activations;
using SpanNet.Kernels.Simd;

namespace SpanNet.Kernels.Recurrent;

/// <summary>
/// r = σ(a_r + p_r), z = σ(a_z + p_z), n = tanh(a_n + r · p_n), h′ = n + z · (h − n), with a and p the two products. Backward, with dh
/// the gradient by h′: da_n = dh (1 − z)(1 − n²), dp_n = r · da_n, da_r = dp_r = p_n · da_n · r (1 − r), da_z = dp_z = dh (h − n) z (1 − z),
/// and z · dh goes to h directly. p_n is kept.
/// </summary>
internal readonly struct GruCell : ICell
{
    /// <summary>r, z, n.</summary>
    public const int GateCount = 3;

    public static bool HasCell => false;

    // Safety, here and below: the blocks hand in rows of all gates, and elements inside them.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Forward<V>(ref readonly CellRow row, nint j, int count)
        where V : struct, ISimd<V>
    {
        nint second = row.Hidden + j;
        nint third = row.Hidden + second;
        V r = Sigmoid.Of(V.LoadFirst(ref row.Gates, j, count, V.Zero) + V.LoadFirst(ref row.Product, j, count, V.Zero));
        V z = Sigmoid.Of(V.LoadFirst(ref row.Gates, second, count, V.Zero) + V.LoadFirst(ref row.Product, second, count, V.Zero));
        V p = V.LoadFirst(ref row.Product, third, count, V.Zero);
        V n = Tanh.Of(V.Fma(r, p, V.LoadFirst(ref row.Gates, third, count, V.Zero)));
        V.Fma(z, V.LoadFirst(ref row.Previous, j, count, V.Zero) - n, n).StoreFirst(ref row.Next, j, count);
        if (row.Keeps)
        {
            r.StoreFirst(ref row.Gates, j, count);
            z.StoreFirst(ref row.Gates, second, count);
            n.StoreFirst(ref row.Gates, third, count);
            p.StoreFirst(ref row.Kept, j, count);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Backward<V>(ref readonly CellGradientRow row, nint j, int count)
        where V : struct, ISimd<V>
    {
        nint second = row.Hidden + j;
        nint third = row.Hidden + second;
        V dh = Gradient.OfState<V>(in row, j, count);
        V r = V.LoadFirst(ref row.Gates, j, count, V.Zero);
        V z = V.LoadFirst(ref row.Gates, second, count, V.Zero);
        V n = V.LoadFirst(ref row.Gates, third, count, V.Zero);
        V h = V.LoadFirst(in row.Previous, j, count, V.Zero);
        V p = V.LoadFirst(in row.Kept, j, count, V.Zero);
        V throughZ = z * dh;
        V dn = (dh - throughZ) * V.Fma(-n, n, V.Create(1f));
        V dz = dh * (h - n) * V.Fma(-z, z, z);
        V dr = dn * p * V.Fma(-r, r, r);
        dr.StoreFirst(ref row.Gates, j, count);
        dz.StoreFirst(ref row.Gates, second, count);
        dn.StoreFirst(ref row.Gates, third, count);
        dr.StoreFirst(ref row.ProductGradient, j, count);
        dz.StoreFirst(ref row.ProductGradient, second, count);
        (dn * r).StoreFirst(ref row.ProductGradient, third, count);
        throughZ.StoreFirst(ref row.State, j, count);
    }
}
