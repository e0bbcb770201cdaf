using System.Runtime.CompilerServices;
using SpanNet.Kernels.Elementwise;
using SpanNet.Kernels.Reductions;
using SpanNet.Kernels.Simd;
using SpanNet.Kernels.Softmax;
using SpanNet.Reference;

namespace SpanNet.Testing.Cases;

/// <summary>
/// Every kernel over vectors, read by tests and benchmarks. A test fails when one is missing here. Matrix products are
/// <see cref="GemmCases"/>, losses <see cref="LossCases"/>, update rules <see cref="OptimizerCases"/>.
/// </summary>
public static class KernelCases
{
    private const int Columns = 32;

    /// <summary>Two to clamp, two to find n, two fused to find r, six fused of the polynomial, one to scale.</summary>
    private const int ExpOperations = 21;

    public static IReadOnlyList<KernelCase> All { get; } =
    [
        Function("exp", default(Exp), Math.Exp) with
        {
            Operations = ExpOperations,
        },
        Function("expm1", default(Expm1), SpecialFunctions.Expm1),
        Function("log", default(Log), Math.Log) with
        {
            Least = 0.001f,
        },
        Function("log1p", default(Log1p), SpecialFunctions.Log1p) with
        {
            Least = 0f,
            Range = 1f,
        },
        Function("erf", default(Erf), SpecialFunctions.Erf),
        .. ActivationCases.All.Select(c => new KernelCase(
            c.ToString(),
            [c.Activation.GetType().GenericTypeArguments[0]],
            (a, _, y) => c.Activation.Forward(a, y),
            (a, _) => [.. a.Select(c.Value)]
        )
        {
            Operations = c.Activation.Name switch
            {
                "sigmoid" => ExpOperations + 3,
                "tanh" => 21,
                _ => 0,
            },
        }),
        new("multiply", [typeof(Zip)], (a, b, y) => Zip.Run(default(Times), a, b, y), (a, b) => [.. a.Zip(b, (p, q) => p * q)])
        {
            Inputs = 2,
        },
        new(
            "step toward",
            [typeof(StepToward)],
            (a, b, y) => Zip.Run(new StepToward(0.1f), a, b, y),
            (a, b) => [.. a.Zip(b, (p, q) => p + (0.1 * (q - p)))]
        )
        {
            Inputs = 2,
        },
        Reduction("sum", typeof(Sum), a => Sum.Of(a), a => a.Sum()),
        Reduction("sum of squares", typeof(SumOfSquares), a => SumOfSquares.Of(a), a => a.Sum(x => x * x)),
        Reduction("max", typeof(Max), a => Max.Of(a), a => a.Max()),
        Reduction("arg max", typeof(ArgMax), a => ArgMax.Of(a), a => Array.IndexOf(a, a.Max())),
        new("dot", [typeof(Dot)], (a, b, y) => y[0] = Dot.Of(a, b), (a, b) => [a.Zip(b, (p, q) => p * q).Sum()])
        {
            Inputs = 2,
            Results = 1,
        },
        new("mean and variance", [typeof(MeanVariance)], (a, _, y) => (y[0], y[1]) = MeanVariance.Of(a), (a, _) => Moments(a))
        {
            Results = 2,
        },
        new(
            "column sums",
            [typeof(ColumnSums)],
            (a, _, y) => ColumnSums.Write(a[..(a.Length / Columns * Columns)], a.Length / Columns, y),
            (a, _) => [.. Enumerable.Range(0, Columns).Select(j => Enumerable.Range(0, a.Length / Columns).Sum(i => a[(i * Columns) + j]))]
        )
        {
            Results = Columns,
        },
        new("softmax", [typeof(RowSoftmax)], (a, _, y) => RowSoftmax.Forward(a, y, a.Length), (a, _) => SoftmaxReference.Softmax(a))
        {
            Operations = ExpOperations + 4,
        },
        new(
            "log softmax",
            [typeof(RowLogSoftmax)],
            (a, _, y) => RowLogSoftmax.Forward(a, y, a.Length),
            (a, _) => SoftmaxReference.LogSoftmax(a)
        ),
        new(
            "log sum exp",
            [typeof(RowLogSumExp)],
            (a, _, y) => RowLogSumExp.Forward(a, y, a.Length),
            (a, _) => [SoftmaxReference.LogSumExp(a)]
        )
        {
            Results = 1,
        },
    ];

    /// <summary>The case called <paramref name="name"/>.</summary>
    public static KernelCase Of(string name) => All.Single(c => c.Name == name);

    private delegate float ReductionKernel(ReadOnlySpan<float> a);

    private static KernelCase Function<TMap>(string name, TMap f, Func<double, double> reference)
        where TMap : struct, IMap =>
        new(name, [typeof(TMap), typeof(Map)], (a, _, y) => Map.Run(f, a, y), (a, _) => [.. a.Select(reference)]);

    private static KernelCase Reduction(string name, Type type, ReductionKernel kernel, Func<double[], double> reference) =>
        new(name, [type], (a, _, y) => y[0] = kernel(a), (a, _) => [reference(a)]) { Results = 1 };

    private static double[] Moments(double[] a)
    {
        double mean = a.Average();
        return [mean, a.Average(x => (x - mean) * (x - mean))];
    }

    private readonly struct Times : IZip
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public V Invoke<V>(V a, V b)
            where V : struct, ISimd<V> => a * b;
    }
}
