using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using SpanNet.Kernels.Activations;
using SpanNet.Kernels.Elementwise;
using SpanNet.Kernels.Simd;

namespace SpanNet.Kernels.Gemm;

/// <inheritdoc/>
internal sealed class RowForwardOf<TFunction>(TFunction function, int n, int k) : RowForward
    where TFunction : struct, IActivation
{
    private readonly int padded = Panels.Count(n) * Panels.Width;
    private readonly int weights = Panels.Length(k, n);

    public override void Run(ReadOnlySpan<float> x, ReadOnlySpan<float> w, ReadOnlySpan<float> bias, Span<float> y)
    {
        if (x.Length < k || w.Length < weights || y.Length < n || (!bias.IsEmpty && bias.Length < padded))
        {
            Throw(x.Length, w.Length, bias.Length, y.Length);
        }

        // Safety: the lengths were checked.
        var kernel = new Kernel
        {
            Function = function,
            X = ref MemoryMarshal.GetReference(x),
            W = ref MemoryMarshal.GetReference(w),
            Bias = ref bias.IsEmpty ? ref Unsafe.NullRef<float>() : ref MemoryMarshal.GetReference(bias),
            Y = ref MemoryMarshal.GetReference(y),
            N = n,
            K = k,
        };
        SimdWidth.Run(ref kernel, Panels.Width);
    }

    private void Throw(int x, int w, int bias, int y) =>
        throw new ArgumentException(
            $"A row of {k} inputs and {n} outputs takes at least {k} floats of x, {weights} of w, {padded} of bias or none, and {n} of y; "
                + $"got {x}, {w}, {bias} and {y}."
        );

    private ref struct Kernel : ISimdKernel
    {
        public TFunction Function;
        public ref readonly float X;
        public ref readonly float W;
        public ref readonly float Bias;
        public ref float Y;
        public int N;
        public int K;

        /// <summary>At most two vectors are activated in their registers; more of them in a pass of its own, as blocks of rows are.</summary>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public readonly void Run<V>()
            where V : struct, ISimd<V>
        {
            ref float x = ref Unsafe.AsRef(in X);
            ref float w = ref Unsafe.AsRef(in W);
            ref float bias = ref Unsafe.AsRef(in Bias);
            nint panel = (nint)K * Panels.Width;
            if (N <= V.Count)
            {
                RowKernel.Run<V, One, TFunction>(Function, K, ref x, 1, ref w, panel, ref bias, ref Y, N);
            }
            else if (N <= 2 * V.Count)
            {
                RowKernel.Run<V, Two, TFunction>(Function, K, ref x, 1, ref w, panel, ref bias, ref Y, N - V.Count);
            }
            else
            {
                Wide<V>();
            }
        }

        // A method of its own, so that the narrow ones make no room for its kernels.
        [MethodImpl(MethodImplOptions.NoInlining)]
        private readonly void Wide<V>()
            where V : struct, ISimd<V>
        {
            new RowProduct
            {
                K = K,
                A = ref Unsafe.AsRef(in X),
                AColumn = 1,
                B = ref Unsafe.AsRef(in W),
                BPanel = (nint)K * Panels.Width,
                Start = ref Unsafe.AsRef(in Bias),
                C = ref Y,
                Columns = N,
            }.Run<V>();
            Span<float> y = MemoryMarshal.CreateSpan(ref Y, N);
            Map.Run(Function, y, y);
        }
    }
}
