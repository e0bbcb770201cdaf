using System.Reflection;
using SpanNet.Kernels.Elementwise;
using SpanNet.Testing;
using SpanNet.Testing.Cases;

namespace SpanNet.Kernels.Tests;

public class KernelCaseTests
{
    /// <summary>Which list holds the cases of a room; null: the room holds none.</summary>
    private static readonly Dictionary<string, string?> lists = new(StringComparer.Ordinal)
    {
        ["Activations"] = nameof(KernelCases),
        ["Elementwise"] = nameof(KernelCases),
        ["Reductions"] = nameof(KernelCases),
        ["Softmax"] = nameof(KernelCases),
        ["Attention"] = nameof(LayerCases),
        ["Convolution"] = nameof(LayerCases),
        ["Normalization"] = nameof(LayerCases),
        ["Pooling"] = nameof(LayerCases),
        ["Recurrent"] = nameof(LayerCases),
        ["Gemm"] = nameof(GemmCases),
        ["Losses"] = nameof(LossCases),
        ["Optimizers"] = nameof(OptimizerCases),
        ["RandomNumbers"] = null,
        ["Machine"] = null,
        ["Memory"] = null,
        ["Simd"] = null,
        ["Threading"] = null,
    };

    public static TheoryData<string> Cases => [.. KernelCases.All.Select(c => c.Name)];

    [Fact]
    public void EveryRoomHasAListOfCases() =>
        Assert.Empty(
            typeof(Map)
                .Assembly.GetTypes()
                .Where(type => type is { IsPublic: true, Namespace: not null })
                .Select(type => type.Namespace!["SpanNet.Kernels.".Length..])
                .Except(lists.Keys)
        );

    [Fact]
    public void EveryKernelOverVectorsHasACase()
    {
        HashSet<Type> seen = [.. KernelCases.All.SelectMany(c => c.Kernels)];
        Assert.Empty(
            from type in typeof(Map).Assembly.GetTypes()
            where type.IsPublic && lists[type.Namespace!["SpanNet.Kernels.".Length..]] == nameof(KernelCases)
            where IsKernel(type) && !seen.Contains(type)
            select $"{type.Name} has no case in {nameof(KernelCases)}"
        );
    }

    [Fact]
    public void NamesAreUnique() => Assert.Distinct(KernelCases.All.Select(c => c.Name));

    [Theory]
    [MemberData(nameof(Cases))]
    public void AgreesWithItsReference(string name)
    {
        KernelCase kernel = KernelCases.Of(name);
        foreach (int n in (int[])[1, 3, 16, 33, 128, 1000])
        {
            float[] a = Draw(kernel, n, seed: n);
            float[] b = Draw(kernel, n, seed: n + 1);
            float[] y = new float[kernel.Results == 0 ? n : kernel.Results];
            kernel.Run(a, b, y);
            double[] expected = kernel.Reference([.. a.Select(x => (double)x)], [.. b.Select(x => (double)x)]);
            Assert.Equal(expected.Length, y.Length);
            double scale = Math.Max(1, Math.Sqrt(n));
            for (int i = 0; i < y.Length; i++)
            {
                Assert.Equal(expected[i], y[i], 1e-6 * scale * Math.Max(1, Math.Abs(expected[i])));
            }
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void AllocatesNothing(string name)
    {
        KernelCase kernel = KernelCases.Of(name);
        float[] a = Draw(kernel, 1000, seed: 1);
        float[] b = Draw(kernel, 1000, seed: 2);
        float[] y = new float[kernel.Results == 0 ? 1000 : kernel.Results];
        for (int i = 0; i < 3; i++)
        {
            kernel.Run(a, b, y);
        }

        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 100; i++)
        {
            kernel.Run(a, b, y);
        }

        long bytes = GC.GetAllocatedBytesForCurrentThread() - before;
        Assert.Equal(0, bytes);
    }

    private static bool IsKernel(Type type)
    {
        bool isStatic = type is { IsAbstract: true, IsSealed: true };
        bool takesSpans = type.GetMethods(BindingFlags.Public | BindingFlags.Static)
            .Any(method => method.GetParameters().Any(parameter => parameter.ParameterType == typeof(ReadOnlySpan<float>)));
        return (isStatic && takesSpans) || (type.IsValueType && typeof(IMap).IsAssignableFrom(type));
    }

    private static float[] Draw(KernelCase kernel, int n, int seed) =>
        [.. RandomFloats.Of(n, seed).Select(x => kernel.Least + (kernel.Range * 0.5f * (x + 1f)))];
}
