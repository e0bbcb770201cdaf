using SpanNet.Models;

namespace SpanNet.Benchmarks.Suites;

/// <summary>One training step of every network of the zoo, on one thread.</summary>
public class TrainingSuite : WorkSuite
{
    public static IEnumerable<string> Names =>
        from network in ZooCatalog.Names
        from batch in (int[])[1, 32, 128]
        select $"train {network} {batch}";
}
