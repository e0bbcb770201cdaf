using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using SpanNet.Kernels.Activations;
using SpanNet.Kernels.Memory;
using SpanNet.Kernels.Simd;

namespace SpanNet.Kernels.Gemm;

/// <inheritdoc/>
internal sealed class RowBackwardOf<V, TFunction>(TFunction function, int n, int k, in RowGradientPlaces places) : RowBackward(n, k, places)
    where V : struct, ISimd<V>
    where TFunction : struct, IActivation
{
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void Run(in PassMemory memory, IGradientReceiver receiver)
    {
        // Safety: all places were checked.
        Check(in memory);
        ref float dz = ref Dy(in memory);
        if (typeof(TFunction) != typeof(Identity))
        {
            ref float yOrZ = ref YOrZ(in memory);
            nint i = 0;
            for (; i <= N - V.Count; i += V.Count)
            {
                (function.Derivative(V.Load(ref yOrZ, i)) * V.Load(ref dz, i)).Store(ref dz, i);
            }

            if (i < N)
            {
                int lanes = N - (int)i;
                V derivative = function.Derivative(V.LoadFirst(ref yOrZ, i, lanes, V.Zero));
                (derivative * V.LoadFirst(ref dz, i, lanes, V.Zero)).StoreFirst(ref dz, i, lanes);
            }
        }

        ref float dx = ref Dx(in memory);
        if (!Unsafe.IsNullRef(ref dx))
        {
            var inputs = new Inputs
            {
                K = K,
                N = N,
                Dz = ref dz,
                W = ref W(in memory),
                Dx = ref dx,
                Accumulates = Accumulates,
            };
            SimdWidth.Run(ref inputs, Panels.Width);
        }

        receiver.Take(Weights, Bias, X(in memory), MemoryMarshal.CreateReadOnlySpan(ref dz, N));
    }

    private ref struct Inputs : ISimdKernel
    {
        public int K;
        public int N;
        public ref float Dz;
        public ref float W;
        public ref float Dx;
        public bool Accumulates;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public readonly void Run<TWide>()
            where TWide : struct, ISimd<TWide>
        {
            if (QuadProduct.Sums(N))
            {
                QuadRow.Inputs<TWide>(K, N, ref Dz, ref W, (nint)K * Panels.Width, Accumulates, ref Dx);
            }
            else
            {
                TurnedRow.Inputs<TWide>(K, N, ref Dz, ref W, (nint)K * Panels.Width, Accumulates, ref Dx, streams: false);
            }
        }
    }
}
