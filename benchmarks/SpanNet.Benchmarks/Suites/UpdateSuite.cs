using SpanNet.Testing.Cases;

namespace SpanNet.Benchmarks.Suites;

/// <summary>Every optimizer's sweep.</summary>
public class UpdateSuite : WorkSuite
{
    public static IEnumerable<string> Names =>
        from item in OptimizerCases.All
        from n in (int[])[16384, 262144, 1048576]
        select $"update {n} {item.Optimizer.Kind}";
}
