using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using SpanNet.Kernels.Elementwise;
using SpanNet.Kernels.Reductions;
using SpanNet.Kernels.Simd;
using SpanNet.Kernels.Softmax;

namespace SpanNet.Kernels.Losses;

/// <summary>
/// The rows of <see cref="CrossEntropyRows"/>. With m = max x, s = Σ exp(x − m) and Q = Σ q: loss = Q · ln s − Σ q·(x − m), gradient =
/// scale · (exp(x − m) · Q/s − q). Short rows stay in two registers from the logits to the gradient; logarithms are taken for
/// <see cref="BlockLength"/> rows at once, so that rows do not wait for them.
/// </summary>
internal ref struct CrossEntropyKernel<TTarget>(CrossEntropyBatch batch, TTarget target) : ISimdKernel
    where TTarget : struct, IClassTarget, allows ref struct
{
    private const int BlockLength = 16;

    private readonly CrossEntropyBatch batch = batch;
    private readonly TTarget target = target;

    public double Result { get; private set; }

    private static ReadOnlySpan<float> LaneNumbers => [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15];

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Run<V>()
        where V : struct, ISimd<V>
    {
        int n = batch.Classes;
        int rows = batch.Logits.Length / n;
        bool isShort = n <= 2 * V.Count;
        // Safety: the entry point has checked the lengths of all spans, and the loops end with them.
        ref float px = ref MemoryMarshal.GetReference(batch.Logits);
        ref float pg = ref MemoryMarshal.GetReference(batch.Gradient);
        Span<float> sums = stackalloc float[BlockLength];
        Span<RowTerms> terms = stackalloc RowTerms[BlockLength];
        double total = 0;

        for (int start = 0; start < rows; start += BlockLength)
        {
            int length = Math.Min(BlockLength, rows - start);
            sums.Fill(1f);
            for (int i = 0; i < length; i++)
            {
                int row = start + i;
                ref float x = ref Unsafe.Add(ref px, (nint)row * n);
                ref float g = ref Unsafe.Add(ref pg, (nint)row * n);
                terms[i] = isShort ? ShortRow<V>(row, ref x, ref g, n, out sums[i]) : LongRow<V>(row, ref x, ref g, n, out sums[i]);
            }

            Logarithms<V>(ref MemoryMarshal.GetReference(sums));
            for (int i = 0; i < length; i++)
            {
                total += Weight(start + i) * (((double)terms[i].Mass * sums[i]) - terms[i].Linear);
            }
        }

        Result = total;
    }

    /// <summary>ln s without the special cases of <see cref="Log"/>: s is at least exp(0) = 1, or NaN, which s − s keeps.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Logarithms<V>(ref float sums)
        where V : struct, ISimd<V>
    {
        for (int i = 0; i < BlockLength; i += V.Count)
        {
            V s = V.Load(ref sums, i);
            V e = V.Exponent(s, out V m);
            (Log.NearOne(m - V.Create(1f), e) + (s - s)).Store(ref sums, i);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private readonly float Weight(int row) => batch.SampleWeights.IsEmpty ? 1f : batch.SampleWeights[row];

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private readonly RowTerms ShortRow<V>(int row, ref float x, ref float g, int n, out float sum)
        where V : struct, ISimd<V>
    {
        Rows.LoadShort(ref x, n, out V a, out V b);
        float max = Rows.Largest(a, b);
        a = Exp.Of(a - V.Create(max));
        b = n > V.Count ? Exp.Of(b - V.Create(max)) : V.Zero;
        sum = V.Sum(a + b);
        RowTerms terms = Terms<V>(row, ref x, n, max);

        if (!batch.Gradient.IsEmpty)
        {
            float scale = (float)(batch.Scale * Weight(row));
            V factor = V.Create(scale * terms.Mass / sum);
            V.Fma(a, factor, -Target<V>(row, 0, scale, Math.Min(n, V.Count))).StoreFirst(ref g, 0, Math.Min(n, V.Count));
            if (n > V.Count)
            {
                V.Fma(b, factor, -Target<V>(row, V.Count, scale, n - V.Count)).StoreFirst(ref g, V.Count, n - V.Count);
            }
        }

        return terms;
    }

    private readonly RowTerms LongRow<V>(int row, ref float x, ref float g, int n, out float sum)
        where V : struct, ISimd<V>
    {
        float max = Rows.Largest<V>(ref x, n);
        RowTerms terms = Terms<V>(row, ref x, n, max);
        if (batch.Gradient.IsEmpty)
        {
            var exp = new RowExp(ref x, max);
            sum = VirtualLanes.Reduce<V, RowExp, Adding>(ref exp, n);
            return terms;
        }

        var stored = new RowExpStored(ref x, ref g, max);
        sum = VirtualLanes.Reduce<V, RowExpStored, Adding>(ref stored, n);
        float scale = (float)(batch.Scale * Weight(row));
        V factor = V.Create(scale * terms.Mass / sum);
        for (int j = 0; j < n; j += V.Count)
        {
            int count = Math.Min(V.Count, n - j);
            V e = V.LoadFirst(ref g, j, count, V.Zero);
            V.Fma(e, factor, -Target<V>(row, j, scale, count)).StoreFirst(ref g, j, count);
        }

        return terms;
    }

    /// <summary>Q and Σ q·(x − m).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private readonly RowTerms Terms<V>(int row, ref float x, int n, float max)
        where V : struct, ISimd<V>
    {
        float mass = 0;
        float linear = 0;
        if (TTarget.HasShares)
        {
            var shares = new ShareSum(target, row);
            mass = VirtualLanes.Reduce<V, ShareSum, Adding>(ref shares, n);
            var products = new ShareProducts(target, row, ref x, max);
            linear = VirtualLanes.Reduce<V, ShareProducts, Adding>(ref products, n);
        }

        if (TTarget.HasSpike)
        {
            float spike = target.Spike(row);
            mass += spike;
            linear += spike * (Unsafe.Add(ref x, (int)target.Class(row)) - max);
        }

        return new(mass, linear);
    }

    /// <summary>scale · q of <paramref name="count"/> classes from <paramref name="j"/> on.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private readonly V Target<V>(int row, int j, float scale, int count)
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

    /// <summary>What a row's loss is made of, besides ln s.</summary>
    /// <param name="Mass">Q.</param>
    /// <param name="Linear">Σ q·(x − m).</param>
    private readonly record struct RowTerms(float Mass, float Linear);

    /// <summary>Σ shares.</summary>
    private readonly ref struct ShareSum(TTarget target, int row) : IReduction
    {
        private readonly TTarget target = target;
        private readonly int row = row;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public V Step<V>(V lanes, nint i, int count)
            where V : struct, ISimd<V>
        {
            V isInRow = V.LessThan(V.Load(in MemoryMarshal.GetReference(LaneNumbers), 0), V.Create(count));
            return lanes + V.Select(isInRow, target.Shares<V>(row, i, count), V.Zero);
        }
    }

    /// <summary>Σ shares · (x − m).</summary>
    private readonly ref struct ShareProducts(TTarget target, int row, ref float x, float max) : IReduction
    {
        private readonly TTarget target = target;
        private readonly int row = row;
        private readonly ref float x = ref x;
        private readonly float max = max;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public V Step<V>(V lanes, nint i, int count)
            where V : struct, ISimd<V>
        {
            V z = V.LoadFirst(ref x, i, count, V.Create(max)) - V.Create(max);
            return V.Fma(target.Shares<V>(row, i, count), z, lanes);
        }
    }
}
