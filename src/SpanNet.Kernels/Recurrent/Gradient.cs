using System.Runtime.CompilerServices;
using SpanNet.Kernels.Simd;

namespace SpanNet.Kernels.Recurrent;

/// <summary>What every cell's backward step begins with.</summary>
internal static class Gradient
{
    /// <summary>dh: what came back from the next step, and what the output of this one adds.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V OfState<V>(ref readonly CellGradientRow row, nint j, int count)
        where V : struct, ISimd<V>
    {
        // Safety: the blocks hand in a row of the state, and no output's gradient as a null reference.
        V dh = V.LoadFirst(ref row.State, j, count, V.Zero);
        return Unsafe.IsNullRef(in row.Output) ? dh : dh + V.LoadFirst(in row.Output, j, count, V.Zero);
    }
}
