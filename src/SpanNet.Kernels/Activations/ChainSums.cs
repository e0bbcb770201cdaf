using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using SpanNet.Kernels.Simd;

namespace SpanNet.Kernels.Activations;

/// <summary>
/// dz = f′ · dy in place of dy, and the sums of its columns while it is in registers: what a chain of additions waits, the derivatives take anyway.
/// Each column is one chain over the rows in their order.
/// </summary>
internal readonly ref struct ChainSums<TFunction>(
    TFunction function,
    ReadOnlySpan<float> xOrY,
    Span<float> dz,
    int rows,
    int stride,
    Span<float> sums,
    bool add
) : ISimdKernel
    where TFunction : struct, IActivation
{
    private readonly TFunction function = function;
    private readonly ReadOnlySpan<float> xOrY = xOrY;
    private readonly Span<float> dz = dz;
    private readonly int rows = rows;
    private readonly int stride = stride;
    private readonly Span<float> sums = sums;
    private readonly bool add = add;

    /// <inheritdoc/>
    public void Run<V>()
        where V : struct, ISimd<V>
    {
        int columns = sums.Length;
        int j = 0;
        for (; j <= columns - (2 * V.Count); j += 2 * V.Count)
        {
            TwoVectors<V>(j);
        }

        for (; j < columns; j += V.Count)
        {
            OneVector<V>(j, Math.Min(V.Count, columns - j));
        }
    }

    /// <summary>A method of its own: the derivative stands in it twice, and some are so long that more of it the compiler would not inline.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void TwoVectors<V>(nint j)
        where V : struct, ISimd<V>
    {
        TFunction f = function;
        nint step = stride;
        // Safety: the entry point has checked the lengths of all spans, and the loops end with them.
        ref float px = ref Unsafe.Add(ref MemoryMarshal.GetReference(xOrY), j);
        ref float pz = ref Unsafe.Add(ref MemoryMarshal.GetReference(dz), j);
        V s0 = V.Zero;
        V s1 = V.Zero;
        for (nint rest = rows; rest > 0; rest--)
        {
            V z0 = f.Derivative(V.Load(ref px, 0)) * V.Load(ref pz, 0);
            V z1 = f.Derivative(V.Load(ref px, V.Count)) * V.Load(ref pz, V.Count);
            z0.Store(ref pz, 0);
            z1.Store(ref pz, V.Count);
            s0 += z0;
            s1 += z1;
            px = ref Unsafe.Add(ref px, step);
            pz = ref Unsafe.Add(ref pz, step);
        }

        ref float ps = ref Unsafe.Add(ref MemoryMarshal.GetReference(sums), j);
        (add ? V.Load(ref ps, 0) + s0 : s0).Store(ref ps, 0);
        (add ? V.Load(ref ps, V.Count) + s1 : s1).Store(ref ps, V.Count);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void OneVector<V>(nint j, int count)
        where V : struct, ISimd<V>
    {
        TFunction f = function;
        ref float px = ref MemoryMarshal.GetReference(xOrY);
        ref float pz = ref MemoryMarshal.GetReference(dz);
        V s = V.Zero;
        for (nint i = 0, at = j; i < rows; i++, at += stride)
        {
            V z = f.Derivative(V.LoadFirst(ref px, at, count, V.Zero)) * V.LoadFirst(ref pz, at, count, V.Zero);
            z.StoreFirst(ref pz, at, count);
            s += z;
        }

        ref float ps = ref MemoryMarshal.GetReference(sums);
        (add ? V.LoadFirst(ref ps, j, count, V.Zero) + s : s).StoreFirst(ref ps, j, count);
    }
}
