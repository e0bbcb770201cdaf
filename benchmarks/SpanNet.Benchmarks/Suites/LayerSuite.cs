using SpanNet.Benchmarks.Works;
using SpanNet.Testing.Cases;

namespace SpanNet.Benchmarks.Suites;

/// <summary>Every layer in every configuration that the tests have: forward, and forward with backward.</summary>
public class LayerSuite : WorkSuite
{
    public static IEnumerable<string> Names =>
        from item in LayerCases.All
        from direction in (string[])["forward", "backward"]
        select $"{direction} {WorkName.LayerBatch} {item}";
}
