using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using SpanNet.Kernels.Reductions;
using SpanNet.Kernels.Simd;

namespace SpanNet.Kernels.Optimizers;

/// <summary>Σ clamp(g, −cut, cut)²: what clipping by norm needs before the sweep. In the order of <see cref="VirtualLanes"/>.</summary>
/// <remarks>Infinite when a square overflows (|g| above 10¹⁹).</remarks>
public static class GradientNorm
{
    /// <summary>Σ clamp(g, −cut, cut)²; 0 when empty.</summary>
    public static float SquaredSum(ReadOnlySpan<float> g, float cut)
    {
        var kernel = new Kernel(g, cut);
        SimdWidth.Run(ref kernel, VirtualLanes.Count);
        return kernel.Result;
    }

    internal ref struct Kernel(ReadOnlySpan<float> g, float cut) : ISimdKernel
    {
        private readonly ReadOnlySpan<float> g = g;
        private readonly float cut = cut;

        public float Result { get; private set; }

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public void Run<V>()
            where V : struct, ISimd<V>
        {
            // Safety: the entry point has checked the lengths of all spans, and the loops end with them.
            var squares = new Squares(in MemoryMarshal.GetReference(g), cut);
            Result = VirtualLanes.Reduce<V, Squares, Adding>(ref squares, g.Length);
        }
    }

    private readonly ref struct Squares(ref readonly float g, float cut) : IReduction
    {
        private readonly ref readonly float g = ref g;
        private readonly float cut = cut;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public V Step<V>(V lanes, nint i, int count)
            where V : struct, ISimd<V>
        {
            V clamped = V.Min(V.Create(cut), V.Max(V.Create(-cut), V.LoadFirst(in g, i, count, V.Zero)));
            return V.Fma(clamped, clamped, lanes);
        }
    }
}
