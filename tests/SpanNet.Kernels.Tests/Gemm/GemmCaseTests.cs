using SpanNet.Kernels.Threading;
using SpanNet.Testing;
using SpanNet.Testing.Cases;

namespace SpanNet.Kernels.Tests.Gemm;

/// <summary>The products that are measured against other libraries are right: what is fast and wrong is no figure.</summary>
public class GemmCaseTests
{
    private const int Elements = 50;

    public static TheoryData<string> Cases => [.. GemmCases.Peers.Distinct().Select(c => c.ToString())];

    [Fact]
    public void The_comparison_has_its_81_products() => Assert.Equal(81, GemmCases.Peers.Count);

    [Theory]
    [MemberData(nameof(Cases))]
    public void Elements_drawn_at_random_and_the_corners_are_sums_in_the_order_of_the_definition(string name)
    {
        var product = GemmCase.Parse(name);
        foreach (bool packs in (bool[])[false, true])
        {
            using var run = new GemmRun(product, ThreadTeam.Single, packs);
            run.Clear();
            run.Run();
            var random = new Random(3);
            foreach (int element in Enumerable.Range(0, Elements))
            {
                (int i, int j) = element switch
                {
                    0 => (0, 0),
                    1 => (product.M - 1, product.N - 1),
                    _ => (random.Next(product.M), random.Next(product.N)),
                };
                float expected =
                    product.Form == GemmForm.InputGradient
                        ? SumOrder.OfInputGradient(p => run.A(i, p), p => run.B(p, j), null, product.K)
                        : SumOrder.Chain(p => run.A(i, p), p => run.B(p, j), 0f, product.K);
                Assert.Equal(expected, run.C(i, j));
            }
        }
    }
}
