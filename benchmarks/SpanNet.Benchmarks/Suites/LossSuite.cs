using SpanNet.Testing.Cases;

namespace SpanNet.Benchmarks.Suites;

/// <summary>Every loss with its gradient.</summary>
public class LossSuite : WorkSuite
{
    public static IEnumerable<string> Names =>
        from loss in LossCases.All
        from shape in (string[])["32x10", "128x1000"]
        select $"loss {shape} {loss.Name}";
}
