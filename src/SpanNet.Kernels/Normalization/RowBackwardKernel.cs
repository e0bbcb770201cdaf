using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using SpanNet.Kernels.Reductions;
using SpanNet.Kernels.Simd;

namespace SpanNet.Kernels.Normalization;

/// <summary>The gradient by the input of <see cref="RowNormalization"/> over some rows.</summary>
internal ref struct RowBackwardKernel : ISimdKernel
{
    public ReadOnlySpan<float> Dy;
    public ReadOnlySpan<float> X;
    public ReadOnlySpan<float> W;
    public ReadOnlySpan<float> Mean;
    public ReadOnlySpan<float> Inverse;
    public Span<float> Dx;
    public bool IsCentered;
    public bool Add;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public readonly void Run<V>()
        where V : struct, ISimd<V>
    {
        // Safety: RowNormalization has checked that Dy, X and Dx hold a row of W.Length for every mean and inverse.
        ref float pg = ref MemoryMarshal.GetReference(Dy);
        ref float px = ref MemoryMarshal.GetReference(X);
        ref float pw = ref MemoryMarshal.GetReference(W);
        ref float pd = ref MemoryMarshal.GetReference(Dx);
        int n = W.Length;
        for (int row = 0; row < Mean.Length; row++)
        {
            nint at = (nint)row * n;
            ref float g = ref Unsafe.Add(ref pg, at);
            ref float x = ref Unsafe.Add(ref px, at);
            float meanOfG = 0f;
            if (IsCentered)
            {
                var dot = new Dot.Terms(ref g, ref pw);
                meanOfG = VirtualLanes.Reduce<V, Dot.Terms, Adding>(ref dot, n) / n;
            }

            var terms = new WeightedDeviations(ref g, ref pw, ref x, Mean[row]);
            float meanOfProducts = Inverse[row] * (VirtualLanes.Reduce<V, WeightedDeviations, Adding>(ref terms, n) / n);
            V m = V.Create(Mean[row]);
            V s = V.Create(Inverse[row]);
            V m1 = V.Create(meanOfG);
            V m2 = V.Create(meanOfProducts);
            for (nint j = 0; j < n; j += V.Count)
            {
                int count = (int)Math.Min(V.Count, n - j);
                V normal = (V.LoadFirst(ref x, j, count, V.Zero) - m) * s;
                V weighted = V.LoadFirst(ref g, j, count, V.Zero) * V.LoadFirst(ref pw, j, count, V.Zero);
                V dx = s * (weighted - m1 - (normal * m2));
                dx = Add ? V.LoadFirst(ref pd, at + j, count, V.Zero) + dx : dx;
                dx.StoreFirst(ref pd, at + j, count);
            }
        }
    }
}
