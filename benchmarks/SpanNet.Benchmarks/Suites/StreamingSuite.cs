namespace SpanNet.Benchmarks.Suites;

/// <summary>One streaming step of the recurrent layers that the zoo measures, on one thread.</summary>
public class StreamingSuite : WorkSuite
{
    public static IEnumerable<string> Names =>
        from network in (string[])["gru", "lstm"]
        from streams in (int[])[1, 64]
        select $"step {network} {streams}";
}
