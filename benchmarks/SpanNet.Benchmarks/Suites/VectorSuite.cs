using SpanNet.Testing.Cases;

namespace SpanNet.Benchmarks.Suites;

/// <summary>Every kernel over vectors, in the first-level cache, in the second and beyond.</summary>
public class VectorSuite : WorkSuite
{
    public static IEnumerable<string> Names =>
        from kernel in KernelCases.All
        from n in (int[])[128, 1024, 16384, 262144, 1048576]
        select $"vector {n} {kernel}";
}
