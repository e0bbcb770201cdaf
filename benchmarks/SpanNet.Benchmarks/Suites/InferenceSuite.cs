using SpanNet.Models;

namespace SpanNet.Benchmarks.Suites;

/// <summary>One prediction of every network of the zoo, from the caller's span to the caller's span, on one thread.</summary>
public class InferenceSuite : WorkSuite
{
    public static IEnumerable<string> Names =>
        from network in ZooCatalog.Names
        from batch in (int[])[1, 64]
        select $"infer {network} {batch}";
}
