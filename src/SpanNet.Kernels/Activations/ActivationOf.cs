using System.Runtime.CompilerServices;
using SpanNet.Kernels.Elementwise;
using SpanNet.Kernels.Simd;

namespace SpanNet.Kernels.Activations;

/// <summary>The loops of <see cref="Activation"/>, compiled for one function.</summary>
/// <typeparam name="TFunction">The function, with its parameters as fields.</typeparam>
internal sealed class ActivationOf<TFunction> : Activation
    where TFunction : struct, IActivation
{
    private readonly TFunction function;

    public ActivationOf(string name, TFunction function, params KeyValuePair<string, float>[] parameters)
        : base(name, parameters) => this.function = function;

    public override bool DerivativeUsesOutput => TFunction.DerivativeUsesOutput;

    public override void Forward(ReadOnlySpan<float> x, Span<float> y) => Map.Run(function, x, y);

    public override void Backward(ReadOnlySpan<float> xOrY, ReadOnlySpan<float> dy, Span<float> dx) =>
        Zip.Run(new Chain(function), xOrY, dy, dx);

    public override void BackwardAdd(ReadOnlySpan<float> xOrY, ReadOnlySpan<float> dy, Span<float> dx) =>
        Zip.Run(new ChainAdd(function), xOrY, dy, dx, dx);

    internal override void BackwardSums(ReadOnlySpan<float> xOrY, Span<float> dz, int rows, int stride, Span<float> sums, bool add)
    {
        var kernel = new ChainSums<TFunction>(function, xOrY, dz, rows, stride, sums, add);
        SimdWidth.Run(ref kernel, sums.Length);
    }

    internal override TResult As<TResult>(IActivationUser<TResult> user) => user.Use(function);

    private readonly struct Chain(TFunction f) : IZip
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public V Invoke<V>(V xOrY, V dy)
            where V : struct, ISimd<V> => f.Derivative(xOrY) * dy;
    }

    private readonly struct ChainAdd(TFunction f) : IZip3
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public V Invoke<V>(V xOrY, V dy, V dx)
            where V : struct, ISimd<V> => V.Fma(f.Derivative(xOrY), dy, dx);
    }
}
