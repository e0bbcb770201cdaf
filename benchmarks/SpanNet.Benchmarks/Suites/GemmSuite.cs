using SpanNet.Testing.Cases;

namespace SpanNet.Benchmarks.Suites;

/// <summary>The matrix products that other libraries are compared with.</summary>
public class GemmSuite : WorkSuite
{
    public static IEnumerable<string> Names => GemmCases.Peers.Distinct().Select(c => $"gemm {c}");
}
