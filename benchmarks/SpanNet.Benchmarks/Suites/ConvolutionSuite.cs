using SpanNet.Testing.Cases;

namespace SpanNet.Benchmarks.Suites;

/// <summary>The three products of the convolutions that other libraries are compared with.</summary>
public class ConvolutionSuite : WorkSuite
{
    public static IEnumerable<string> Names => ConvolutionCases.Peers.Select(item => $"conv {item}");
}
