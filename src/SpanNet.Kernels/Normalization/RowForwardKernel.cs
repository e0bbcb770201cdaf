using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using SpanNet.Kernels.Reductions;
using SpanNet.Kernels.Simd;

namespace SpanNet.Kernels.Normalization;

/// <summary>The forward pass of <see cref="RowNormalization"/> over some rows: a row is read three times, twice from the cache.</summary>
internal ref struct RowForwardKernel : ISimdKernel
{
    public ReadOnlySpan<float> X;
    public ReadOnlySpan<float> W;
    public ReadOnlySpan<float> B;
    public Span<float> Y;
    public Span<float> Mean;
    public Span<float> Inverse;
    public float Epsilon;
    public bool IsCentered;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public readonly void Run<V>()
        where V : struct, ISimd<V>
    {
        // Safety: RowNormalization has checked that X and Y hold a row of W.Length for every mean, and that B is empty or as long as W.
        ref float px = ref MemoryMarshal.GetReference(X);
        ref float py = ref MemoryMarshal.GetReference(Y);
        ref float pw = ref MemoryMarshal.GetReference(W);
        ref float pb = ref MemoryMarshal.GetReference(B);
        int n = W.Length;
        for (int row = 0; row < Mean.Length; row++, px = ref Unsafe.Add(ref px, n), py = ref Unsafe.Add(ref py, n))
        {
            float mean = 0f;
            if (IsCentered)
            {
                var sum = new Sum.Terms(in px);
                mean = VirtualLanes.Reduce<V, Sum.Terms, Adding>(ref sum, n) / n;
            }

            var squares = new MeanVariance.SquaredDeviations(in px, mean);
            float variance = VirtualLanes.Reduce<V, MeanVariance.SquaredDeviations, Adding>(ref squares, n) / n;
            float inverse = 1f / MathF.Sqrt(variance + Epsilon);
            Mean[row] = mean;
            Inverse[row] = inverse;
            V m = V.Create(mean);
            V s = V.Create(inverse);
            for (nint j = 0; j < n; j += V.Count)
            {
                int count = (int)Math.Min(V.Count, n - j);
                V b = B.IsEmpty ? V.Zero : V.LoadFirst(ref pb, j, count, V.Zero);
                V normal = (V.LoadFirst(ref px, j, count, V.Zero) - m) * s;
                V.Fma(normal, V.LoadFirst(ref pw, j, count, V.Zero), b).StoreFirst(ref py, j, count);
            }
        }
    }
}
