using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using SpanNet.Kernels.Elementwise;
using SpanNet.Kernels.Reductions;
using SpanNet.Kernels.Simd;
using SpanNet.Kernels.Softmax;

namespace SpanNet.Kernels.Losses;

/// <summary>
/// The rows of <see cref="CrossEntropyRows"/>. With m = max x, s = Σ exp(x − m) and Q = Σ q: loss = Σ q·(ln s − (x − m)), gradient =
/// scale · (exp(x − m) · Q/s − q). Short rows stay in two registers from the logits to the gradient.
/// </summary>
internal ref struct CrossEntropyKernel<TTarget>(CrossEntropyBatch batch, TTarget target) : ISimdKernel
    where TTarget : struct, IClassTarget, allows ref struct
{
    private readonly CrossEntropyBatch batch = batch;
    private readonly TTarget target = target;

    public double Result { get; private set; }

    private static ReadOnlySpan<float> LaneNumbers => [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15];

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Run<V>()
        where V : struct, ISimd<V>
    {
        ref float px = ref MemoryMarshal.GetReference(batch.Logits);
        ref float pg = ref MemoryMarshal.GetReference(batch.Gradient);
        int n = batch.Classes;
        int rows = batch.Logits.Length / n;
        bool isShort = n <= 2 * V.Count;
        double sum = 0;
        for (int row = 0; row < rows; row++)
        {
            float weight = batch.SampleWeights.IsEmpty ? 1f : batch.SampleWeights[row];
            ref float x = ref Unsafe.Add(ref px, (nint)row * n);
            ref float g = ref Unsafe.Add(ref pg, (nint)row * n);
            float scale = (float)(batch.Scale * weight);
            sum += weight * (isShort ? ShortRow<V>(row, ref x, ref g, n, scale) : LongRow<V>(row, ref x, ref g, n, scale));
        }

        Result = sum;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private readonly double ShortRow<V>(int row, ref float x, ref float g, int n, float scale)
        where V : struct, ISimd<V>
    {
        Rows.LoadShort(ref x, n, out V a, out V b);
        float max = Rows.Largest(a, b);
        a = Exp.Of(a - V.Create(max));
        b = n > V.Count ? Exp.Of(b - V.Create(max)) : V.Zero;
        float sum = V.Sum(a + b);
        double value = Value<V>(row, ref x, n, max, sum, out float mass);

        if (!batch.Gradient.IsEmpty)
        {
            V factor = V.Create(scale * mass / sum);
            V.Fma(a, factor, -Target<V>(row, 0, Math.Min(n, V.Count), scale)).StoreFirst(ref g, 0, Math.Min(n, V.Count));
            if (n > V.Count)
            {
                V.Fma(b, factor, -Target<V>(row, V.Count, n - V.Count, scale)).StoreFirst(ref g, V.Count, n - V.Count);
            }
        }

        return value;
    }

    private readonly double LongRow<V>(int row, ref float x, ref float g, int n, float scale)
        where V : struct, ISimd<V>
    {
        float max = Rows.Largest<V>(ref x, n);
        if (batch.Gradient.IsEmpty)
        {
            var exp = new RowExp(ref x, max);
            return Value<V>(row, ref x, n, max, VirtualLanes.Reduce<V, RowExp, Adding>(ref exp, n), out _);
        }

        var stored = new RowExpStored(ref x, ref g, max);
        float sum = VirtualLanes.Reduce<V, RowExpStored, Adding>(ref stored, n);
        double value = Value<V>(row, ref x, n, max, sum, out float mass);
        V factor = V.Create(scale * mass / sum);
        for (int j = 0; j < n; j += V.Count)
        {
            int count = Math.Min(V.Count, n - j);
            V e = V.LoadFirst(ref g, j, count, V.Zero);
            V.Fma(e, factor, -Target<V>(row, j, count, scale)).StoreFirst(ref g, j, count);
        }

        return value;
    }

    /// <summary>Σ q·(ln s − (x − m)), and Q in <paramref name="mass"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private readonly double Value<V>(int row, ref float x, int n, float max, float sum, out float mass)
        where V : struct, ISimd<V>
    {
        float logSum = Simd1.Sum(Log.Of(Simd1.Create(sum)));
        double value = 0;
        mass = 0;
        if (TTarget.HasShares)
        {
            var shares = new Shares(target, row);
            mass = VirtualLanes.Reduce<V, Shares, Adding>(ref shares, n);
            var losses = new ShareLosses(target, row, ref x, max, logSum);
            value = VirtualLanes.Reduce<V, ShareLosses, Adding>(ref losses, n);
        }

        if (TTarget.HasSpike)
        {
            float spike = target.Spike(row);
            mass += spike;
            value += (double)spike * ((double)logSum - ((double)Unsafe.Add(ref x, (int)target.Class(row)) - max));
        }

        return value;
    }

    /// <summary>scale · q of <paramref name="count"/> classes from <paramref name="j"/> on.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private readonly V Target<V>(int row, int j, int count, float scale)
        where V : struct, ISimd<V>
    {
        V q = V.Zero;
        if (TTarget.HasShares)
        {
            q = V.Create(scale) * target.Shares<V>(row, j, count);
        }

        if (TTarget.HasSpike)
        {
            V classes = V.Load(in MemoryMarshal.GetReference(LaneNumbers), 0) + V.Create(j);
            V isOwn = V.Equal(classes, V.Create(target.Class(row)));
            q += V.Select(isOwn, V.Create(scale * target.Spike(row)), V.Zero);
        }

        return q;
    }

    /// <summary>Σ shares.</summary>
    private readonly ref struct Shares(TTarget target, int row) : IReduction
    {
        private readonly TTarget target = target;
        private readonly int row = row;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public V Step<V>(V lanes, nint i, int count)
            where V : struct, ISimd<V>
        {
            V share = target.Shares<V>(row, i, count);
            V isInRow = V.LessThan(V.Load(in MemoryMarshal.GetReference(LaneNumbers), 0), V.Create(count));
            return lanes + V.Select(isInRow, share, V.Zero);
        }
    }

    /// <summary>Σ shares · (ln s − (x − m)).</summary>
    private readonly ref struct ShareLosses(TTarget target, int row, ref float x, float max, float logSum) : IReduction
    {
        private readonly TTarget target = target;
        private readonly int row = row;
        private readonly ref float x = ref x;
        private readonly float max = max;
        private readonly float logSum = logSum;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public V Step<V>(V lanes, nint i, int count)
            where V : struct, ISimd<V>
        {
            V share = target.Shares<V>(row, i, count);
            V z = V.LoadFirst(ref x, i, count, V.Create(max)) - V.Create(max);
            V loss = V.Create(logSum) - z;
            V isInRow = V.LessThan(V.Load(in MemoryMarshal.GetReference(LaneNumbers), 0), V.Create(count));
            return lanes + V.Select(isInRow, share * loss, V.Zero);
        }
    }
}
