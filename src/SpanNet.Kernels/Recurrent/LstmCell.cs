using System.Runtime.CompilerServices;
using SpanNet.Kernels.Activations;
using SpanNet.Kernels.Simd;

namespace SpanNet.Kernels.Recurrent;

/// <summary>
/// i, f, o = σ(a + p), g = tanh(a + p), c′ = f · c + i · g, h′ = o · tanh c′, with a and p the two products. Backward:
/// dc = dc′ + dh · o (1 − tanh² c′); di = dc · g, df = dc · c, dg = dc · i, do = dh · tanh c′, each times the gate's derivative; dc · f goes on.
/// tanh c′ is kept.
/// </summary>
internal readonly struct LstmCell : ICell
{
    /// <summary>i, f, g, o.</summary>
    public const int GateCount = 4;

    public static bool HasCell => true;

    // Safety, here and below: the blocks hand in rows of all gates, and elements inside them.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Forward<V>(ref readonly CellRow row, nint j, int count)
        where V : struct, ISimd<V>
    {
        nint second = row.Hidden + j;
        nint third = row.Hidden + second;
        nint fourth = row.Hidden + third;
        V i = Sigmoid.Of(V.LoadFirst(ref row.Gates, j, count, V.Zero) + V.LoadFirst(ref row.Product, j, count, V.Zero));
        V f = Sigmoid.Of(V.LoadFirst(ref row.Gates, second, count, V.Zero) + V.LoadFirst(ref row.Product, second, count, V.Zero));
        V g = Tanh.Of(V.LoadFirst(ref row.Gates, third, count, V.Zero) + V.LoadFirst(ref row.Product, third, count, V.Zero));
        V o = Sigmoid.Of(V.LoadFirst(ref row.Gates, fourth, count, V.Zero) + V.LoadFirst(ref row.Product, fourth, count, V.Zero));
        V c = V.Fma(f, V.LoadFirst(ref row.PreviousCell, j, count, V.Zero), i * g);
        V tanh = Tanh.Of(c);
        c.StoreFirst(ref row.NextCell, j, count);
        (o * tanh).StoreFirst(ref row.Next, j, count);
        if (row.Keeps)
        {
            i.StoreFirst(ref row.Gates, j, count);
            f.StoreFirst(ref row.Gates, second, count);
            g.StoreFirst(ref row.Gates, third, count);
            o.StoreFirst(ref row.Gates, fourth, count);
            tanh.StoreFirst(ref row.Kept, j, count);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Backward<V>(ref readonly CellGradientRow row, nint j, int count)
        where V : struct, ISimd<V>
    {
        nint second = row.Hidden + j;
        nint third = row.Hidden + second;
        nint fourth = row.Hidden + third;
        V dh = Gradient.OfState<V>(in row, j, count);
        V i = V.LoadFirst(ref row.Gates, j, count, V.Zero);
        V f = V.LoadFirst(ref row.Gates, second, count, V.Zero);
        V g = V.LoadFirst(ref row.Gates, third, count, V.Zero);
        V o = V.LoadFirst(ref row.Gates, fourth, count, V.Zero);
        V tanh = V.LoadFirst(in row.Kept, j, count, V.Zero);
        V dc = V.Fma(dh * o, V.Fma(-tanh, tanh, V.Create(1f)), V.LoadFirst(ref row.Cell, j, count, V.Zero));
        (dc * g * V.Fma(-i, i, i)).StoreFirst(ref row.Gates, j, count);
        (dc * V.LoadFirst(in row.PreviousCell, j, count, V.Zero) * V.Fma(-f, f, f)).StoreFirst(ref row.Gates, second, count);
        (dc * i * V.Fma(-g, g, V.Create(1f))).StoreFirst(ref row.Gates, third, count);
        (dh * tanh * V.Fma(-o, o, o)).StoreFirst(ref row.Gates, fourth, count);
        (dc * f).StoreFirst(ref row.Cell, j, count);
        V.Zero.StoreFirst(ref row.State, j, count);
    }
}
