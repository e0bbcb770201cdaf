using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace SpanNet.Kernels.Simd;

/// <summary>Reading columns into vectors where the machine has no shuffles for it.</summary>
internal static class StridedVector
{
    private const int MostLanes = 16;

    // csharpier-ignore-start
    /// <summary>Eight columns, see <see cref="ISimd{V}"/>.</summary>
    public static void LoadColumns<V>(ref readonly float source, nint stride,
        out V c0, out V c1, out V c2, out V c3, out V c4, out V c5, out V c6, out V c7)
        where V : struct, ISimd<V>
    {
        c0 = Load<V>(in source, 0, stride); c1 = Load<V>(in source, 1, stride); c2 = Load<V>(in source, 2, stride); c3 = Load<V>(in source, 3, stride);
        c4 = Load<V>(in source, 4, stride); c5 = Load<V>(in source, 5, stride); c6 = Load<V>(in source, 6, stride); c7 = Load<V>(in source, 7, stride);
    }

    /// <summary>Four columns.</summary>
    public static void LoadColumns<V>(ref readonly float source, nint stride, out V c0, out V c1, out V c2, out V c3)
        where V : struct, ISimd<V>
    {
        c0 = Load<V>(in source, 0, stride); c1 = Load<V>(in source, 1, stride); c2 = Load<V>(in source, 2, stride); c3 = Load<V>(in source, 3, stride);
    }
    // csharpier-ignore-end

    private static V Load<V>(ref readonly float source, nint offset, nint stride)
        where V : struct, ISimd<V>
    {
        // Safety: the buffer has room for the lanes of every vector; the source has as many rows.
        ref float lanes = ref MemoryMarshal.GetReference(stackalloc float[MostLanes]);
        for (nint i = 0; i < V.Count; i++)
        {
            Unsafe.Add(ref lanes, i) = Unsafe.Add(ref Unsafe.AsRef(in source), offset + (i * stride));
        }

        return V.Load(ref lanes, 0);
    }
}
