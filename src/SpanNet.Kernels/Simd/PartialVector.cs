using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace SpanNet.Kernels.Simd;

/// <summary>Reading and writing the first lanes of a vector where the machine has no masked instruction.</summary>
internal static class PartialVector
{
    private const int MostLanes = 16;

    /// <summary>See <see cref="ISimd{V}.LoadFirst"/>.</summary>
    public static V Load<V>(ref readonly float source, nint offset, int count, V rest)
        where V : struct, ISimd<V>
    {
        // Safety: count is at most the lanes of a vector, for which the buffer has room; source and destination hold as many behind offset.
        ref float lanes = ref MemoryMarshal.GetReference(stackalloc float[MostLanes]);
        rest.Store(ref lanes, 0);
        for (int i = 0; i < count; i++)
        {
            Unsafe.Add(ref lanes, i) = Unsafe.Add(ref Unsafe.AsRef(in source), offset + i);
        }

        return V.Load(ref lanes, 0);
    }

    /// <summary>See <see cref="ISimd{V}.StoreFirst"/>.</summary>
    public static void Store<V>(V value, ref float destination, nint offset, int count)
        where V : struct, ISimd<V>
    {
        ref float lanes = ref MemoryMarshal.GetReference(stackalloc float[MostLanes]);
        value.Store(ref lanes, 0);
        for (int i = 0; i < count; i++)
        {
            Unsafe.Add(ref destination, offset + i) = Unsafe.Add(ref lanes, i);
        }
    }
}
