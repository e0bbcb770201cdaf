using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using SpanNet.Kernels.Reductions;
using SpanNet.Kernels.Simd;

namespace SpanNet.Kernels.Losses;

/// <summary>
/// The rows of <see cref="ElementLossRows"/>. Element j of a chunk of 4096 goes to lane j mod 32, lanes are joined as a tree like those
/// of <see cref="VirtualLanes"/>, chunks and rows are added in their order in double.
/// </summary>
/// <remarks>
/// The lanes wait in memory, so that the loss stands in the loop once: unrolled over lanes in registers, the larger losses exceed what
/// the compiler inlines, and the loop becomes ten times slower.
/// </remarks>
internal ref struct ElementLossKernel<TLoss>(
    TLoss loss,
    ReadOnlySpan<float> x,
    ReadOnlySpan<float> y,
    ReadOnlySpan<float> weights,
    double scale,
    Span<float> gradient,
    int columns
) : ISimdKernel
    where TLoss : struct, IElementLoss
{
    private const int Chunk = 4096;

    private readonly TLoss loss = loss;
    private readonly ReadOnlySpan<float> x = x;
    private readonly ReadOnlySpan<float> y = y;
    private readonly ReadOnlySpan<float> weights = weights;
    private readonly double scale = scale;
    private readonly Span<float> gradient = gradient;
    private readonly int columns = columns;

    public double Result { get; private set; }

    public void Run<V>()
        where V : struct, ISimd<V>
    {
        if (columns == V.Count)
        {
            OneVector<V>();
        }
        else
        {
            Rows<V>();
        }
    }

    /// <summary>Rows that fill one vector: a few instructions each. All other lanes are 0.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void OneVector<V>()
        where V : struct, ISimd<V>
    {
        TLoss loss = this.loss;
        ReadOnlySpan<float> weights = this.weights;
        double scale = this.scale;
        bool wantsGradient = !gradient.IsEmpty;
        // Safety: the entry point has checked the lengths of all spans, and the loop ends with them.
        ref float px = ref MemoryMarshal.GetReference(x);
        ref float py = ref MemoryMarshal.GetReference(y);
        ref float pg = ref MemoryMarshal.GetReference(gradient);
        double weight = 1;
        V factor = V.Create((float)scale);
        double total = 0;
        nint length = x.Length;
        for (nint at = 0; at < length; at += V.Count)
        {
            if (!weights.IsEmpty)
            {
                weight = weights[(int)at / V.Count];
                factor = V.Create((float)(scale * weight));
            }

            V value = loss.Evaluate(V.Load(ref px, at), V.Load(ref py, at), out V derivative);
            if (wantsGradient)
            {
                (derivative * factor).Store(ref pg, at);
            }

            total += weight * V.Sum(V.Zero + value);
        }

        Result = total;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Rows<V>()
        where V : struct, ISimd<V>
    {
        TLoss loss = this.loss;
        bool wantsGradient = !gradient.IsEmpty;
        // Safety: the entry point has checked the lengths of all spans, and the loops end with them.
        ref float px = ref MemoryMarshal.GetReference(x);
        ref float py = ref MemoryMarshal.GetReference(y);
        ref float pg = ref MemoryMarshal.GetReference(gradient);
        ref float lanes = ref MemoryMarshal.GetReference(stackalloc float[VirtualLanes.Count]);
        bool isShort = columns <= V.Count;
        double total = 0;

        for (nint row = 0, end = columns; end <= x.Length; row++, end += columns)
        {
            float weight = weights.IsEmpty ? 1f : weights[(int)row];
            V factor = V.Create((float)(scale * weight));
            double sum = 0;
            for (nint start = end - columns; start < end; start += Chunk)
            {
                nint chunkEnd = nint.Min(start + Chunk, end);
                V value = V.Zero;
                if (!isShort)
                {
                    Clear<V>(ref lanes);
                }

                for (nint j = start; j < chunkEnd; j += V.Count)
                {
                    int count = (int)nint.Min(V.Count, chunkEnd - j);
                    V vx = V.LoadFirst(ref px, j, count, V.Create(TLoss.Neutral));
                    value = loss.Evaluate(vx, V.LoadFirst(ref py, j, count, V.Zero), out V derivative);
                    if (wantsGradient)
                    {
                        (derivative * factor).StoreFirst(ref pg, j, count);
                    }

                    if (!isShort)
                    {
                        nint lane = (j - start) & (VirtualLanes.Count - 1);
                        (V.Load(ref lanes, lane) + value).Store(ref lanes, lane);
                    }
                }

                // All other lanes of a short row are 0.
                sum += isShort ? V.Sum(V.Zero + value) : Join<V>(ref lanes);
            }

            total += weight * sum;
        }

        Result = total;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Clear<V>(ref float lanes)
        where V : struct, ISimd<V>
    {
        for (nint lane = 0; lane < VirtualLanes.Count; lane += V.Count)
        {
            V.Zero.Store(ref lanes, lane);
        }
    }

    /// <summary>Lane i with i + h for h = 16, 8, 4, 2, 1.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static float Join<V>(ref float lanes)
        where V : struct, ISimd<V>
    {
        for (nint half = VirtualLanes.Count / 2; half >= V.Count; half /= 2)
        {
            for (nint lane = 0; lane < half; lane += V.Count)
            {
                (V.Load(ref lanes, lane) + V.Load(ref lanes, lane + half)).Store(ref lanes, lane);
            }
        }

        return V.Sum(V.Load(ref lanes, 0));
    }
}
