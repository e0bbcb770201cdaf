using System.Runtime.InteropServices;
using SpanNet.Kernels.Activations;
using SpanNet.Kernels.Elementwise;
using SpanNet.Kernels.Memory;
using SpanNet.Kernels.Simd;

namespace SpanNet.Kernels.Gemm;

/// <summary>More than two vectors of outputs: the product, then the activation in a pass of its own.</summary>
internal sealed class WideRow<V, TFunction>(TFunction function, int n, int k, in RowPlaces places) : RowForward(n, k, places)
    where V : struct, ISimd<V>
    where TFunction : struct, IActivation
{
    public override void Run(in PassMemory memory)
    {
        // Safety: all places were checked.
        Check(in memory);
        new RowProduct
        {
            K = K,
            A = ref X(in memory),
            AColumn = 1,
            B = ref W(in memory),
            BPanel = (nint)K * Panels.Width,
            Start = ref Bias(in memory),
            C = ref Y(in memory),
            Columns = N,
        }.Run<V>();
        Span<float> y = MemoryMarshal.CreateSpan(ref Y(in memory), N);
        Map.Run(function, y, y);
    }
}
