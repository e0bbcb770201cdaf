using System.Numerics.Tensors;
using SpanNet.Testing.Cases;

namespace SpanNet.Benchmarks.Works;

/// <summary>The kernels that System.Numerics.Tensors has too, under the names of <see cref="KernelCases"/>: the peer of a .NET program.</summary>
internal static class TensorKernels
{
    private static readonly Dictionary<string, VectorKernel> kernels = new(StringComparer.Ordinal)
    {
        ["exp"] = (a, _, y) => TensorPrimitives.Exp(a, y),
        ["log"] = (a, _, y) => TensorPrimitives.Log(a, y),
        ["tanh"] = (a, _, y) => TensorPrimitives.Tanh(a, y),
        ["sigmoid"] = (a, _, y) => TensorPrimitives.Sigmoid(a, y),
        ["softmax"] = (a, _, y) => TensorPrimitives.SoftMax(a, y),
        ["multiply"] = (a, b, y) => TensorPrimitives.Multiply(a, b, y),
        ["relu"] = (a, _, y) => TensorPrimitives.Max(a, 0f, y),
        ["sum"] = (a, _, y) => y[0] = TensorPrimitives.Sum(a),
        ["dot"] = (a, b, y) => y[0] = TensorPrimitives.Dot(a, b),
        ["max"] = (a, _, y) => y[0] = TensorPrimitives.Max(a),
    };

    /// <summary>The names.</summary>
    public static IEnumerable<string> Names => kernels.Keys;

    /// <summary>The kernel called <paramref name="name"/>.</summary>
    /// <exception cref="FormatException">System.Numerics.Tensors has none.</exception>
    public static VectorKernel Of(string name) =>
        kernels.TryGetValue(name, out VectorKernel? kernel)
            ? kernel
            : throw new FormatException($"System.Numerics.Tensors has no '{name}'; expected one of {string.Join(", ", Names)}.");
}
