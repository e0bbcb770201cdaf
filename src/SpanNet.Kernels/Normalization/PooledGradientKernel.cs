using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using SpanNet.Kernels.Pooling;
using SpanNet.Kernels.Simd;

namespace SpanNet.Kernels.Normalization;

/// <summary>
/// The way back through the maximum and the activation over some bands: to the first y that is the maximum p goes f′·dp, to the others of its window 0.
/// </summary>
/// <typeparam name="TIsInput">Whether the result is dx behind the normalization, else dz before it.</typeparam>
internal ref struct PooledGradientKernel<TIsInput> : ISimdKernel
    where TIsInput : struct, IChoice
{
    public PooledNormalization Plan;
    public ColumnAffineTerms Terms;

    /// <summary>[bands, height of a window, columns, channels].</summary>
    public ReadOnlySpan<float> X;

    /// <summary>[bands, windows of a row, channels].</summary>
    public ReadOnlySpan<float> P;
    public ReadOnlySpan<float> Dp;

    /// <summary>For dx only.</summary>
    public ColumnGradientTerms Gradient;

    /// <summary>At least as long as x; may be x.</summary>
    public Span<float> Result;
    public bool Add;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public readonly void Run<V>()
        where V : struct, ISimd<V>
    {
        int channels = Plan.Pooling.Channels;
        int height = Plan.Pooling.Rows.End(0);
        int width = Plan.Pooling.Columns.End(0);
        nint row = Plan.Pooling.Columns.Size * channels;
        nint windows = Plan.Pooling.Columns.Count;
        V floor = V.Create(Plan.Floor);

        // Safety: the jobs cut whole bands, which windows of one size cover side by side; every vector of channels ends with them.
        ref float x = ref MemoryMarshal.GetReference(X);
        ref float p = ref MemoryMarshal.GetReference(P);
        ref float dp = ref MemoryMarshal.GetReference(Dp);
        ref float result = ref MemoryMarshal.GetReference(Result);
        for (int band = P.Length / Plan.Pooling.RowLength; band > 0; band--)
        {
            for (nint w = windows; w > 0; w--)
            {
                int c = 0;
                for (; c <= channels - V.Count; c += V.Count)
                {
                    Window<V, WholeVector>(c, V.Count, height, width, row, floor, ref x, ref p, ref dp, ref result);
                }

                if (c < channels)
                {
                    Window<V, PartVector>(c, channels - c, height, width, row, floor, ref x, ref p, ref dp, ref result);
                }

                x = ref Unsafe.Add(ref x, width * channels);
                result = ref Unsafe.Add(ref result, width * channels);
                p = ref Unsafe.Add(ref p, channels);
                dp = ref Unsafe.Add(ref dp, channels);
            }

            x = ref Unsafe.Add(ref x, (height - 1) * row);
            result = ref Unsafe.Add(ref result, (height - 1) * row);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private readonly void Window<V, TEdge>(
        int c,
        int count,
        int height,
        int width,
        nint row,
        V floor,
        ref float x,
        ref float p,
        ref float dp,
        ref float result
    )
        where V : struct, ISimd<V>
        where TEdge : struct, IEdge
    {
        V mean = TEdge.Load<V>(ref MemoryMarshal.GetReference(Terms.Mean), c, count);
        V scale = TEdge.Load<V>(ref MemoryMarshal.GetReference(Terms.Scale), c, count);
        V shift = TEdge.Load<V>(ref MemoryMarshal.GetReference(Terms.Shift), c, count);
        V maximum = TEdge.Load<V>(ref p, c, count);
        V rest = V.Select(V.LessThan(floor, maximum), V.Create(1f), V.Zero) * TEdge.Load<V>(ref dp, c, count);
        V a = V.Zero;
        V q = V.Zero;
        V r = V.Zero;
        if (TIsInput.Value)
        {
            a = TEdge.Load<V>(ref MemoryMarshal.GetReference(Gradient.A), c, count);
            q = TEdge.Load<V>(ref MemoryMarshal.GetReference(Gradient.Q), c, count);
            r = TEdge.Load<V>(ref MemoryMarshal.GetReference(Gradient.R), c, count);
        }

        nint channels = Plan.Pooling.Channels;
        nint start = c;
        if (height == 2 && width == 2)
        {
            // Loads before stores: rows often lie 4 KiB apart, and a load waits for a store to the same place of another page.
            nint below = start + row;
            V d0 = TEdge.Load<V>(ref x, start, count) - mean;
            V d1 = TEdge.Load<V>(ref x, start + channels, count) - mean;
            V d2 = TEdge.Load<V>(ref x, below, count) - mean;
            V d3 = TEdge.Load<V>(ref x, below + channels, count) - mean;
            V dz0 = Maximum.Share(V.Max(floor, V.Fma(d0, scale, shift)), maximum, ref rest);
            V dz1 = Maximum.Share(V.Max(floor, V.Fma(d1, scale, shift)), maximum, ref rest);
            V dz2 = Maximum.Share(V.Max(floor, V.Fma(d2, scale, shift)), maximum, ref rest);
            V dz3 = Maximum.Share(V.Max(floor, V.Fma(d3, scale, shift)), maximum, ref rest);
            Store<V, TEdge>(dz0, d0, a, q, r, ref result, start, count);
            Store<V, TEdge>(dz1, d1, a, q, r, ref result, start + channels, count);
            Store<V, TEdge>(dz2, d2, a, q, r, ref result, below, count);
            Store<V, TEdge>(dz3, d3, a, q, r, ref result, below + channels, count);
            return;
        }

        for (int h = height; h > 0; h--, start += row)
        {
            nint at = start;
            for (int w = width; w > 0; w--, at += channels)
            {
                V d = TEdge.Load<V>(ref x, at, count) - mean;
                V dz = Maximum.Share(V.Max(floor, V.Fma(d, scale, shift)), maximum, ref rest);
                Store<V, TEdge>(dz, d, a, q, r, ref result, at, count);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private readonly void Store<V, TEdge>(V dz, V d, V a, V q, V r, ref float result, nint at, int count)
        where V : struct, ISimd<V>
        where TEdge : struct, IEdge
    {
        if (TIsInput.Value)
        {
            V dx = V.Fma(a, dz, V.Fma(q, d, r));
            TEdge.Store(Add ? TEdge.Load<V>(ref result, at, count) + dx : dx, ref result, at, count);
        }
        else
        {
            TEdge.Store(dz, ref result, at, count);
        }
    }
}
