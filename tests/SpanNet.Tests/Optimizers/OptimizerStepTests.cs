using SpanNet.Kernels.Threading;
using SpanNet.Optimizers;
using SpanNet.Testing;
using SpanNet.Testing.Cases;

namespace SpanNet.Tests.Optimizers;

/// <summary>What every optimizer must hold besides its formula.</summary>
public sealed class OptimizerStepTests
{
    private const int Large = 150_001;

    private static readonly float LargestDenormal = MathF.BitDecrement(1.17549435e-38f);

    public static TheoryData<string> Kinds => [.. OptimizerCases.All.Select(c => c.Optimizer.Kind)];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void SameBitsForOneToFourThreads(string kind)
    {
        Optimizer optimizer = OptimizerCases.Variants["all"](OptimizerCases.Of(kind).Optimizer);
        float[] start = OptimizerRun.Values(Large, 1);
        float[] g = OptimizerRun.Values(Large, 2);
        var expected = new OptimizerRun(optimizer, start, Large / 2);
        expected.Step(g);
        expected.Step(g);

        for (int threads = 2; threads <= 4; threads++)
        {
            using var team = new ThreadTeam(threads);
            var actual = new OptimizerRun(optimizer, start, Large / 2, team);
            actual.Step(g);
            actual.Step(g);
            Assert.True(expected.Parameters.AsSpan().SequenceEqual(actual.Parameters), $"{kind}, {threads} threads: parameters");
            Assert.True(expected.State.AsSpan().SequenceEqual(actual.State), $"{kind}, {threads} threads: state");
        }
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void PaddingStaysZero(string kind)
    {
        foreach (Func<Optimizer, Optimizer> variant in OptimizerCases.Variants.Values)
        {
            Optimizer optimizer = variant(OptimizerCases.Of(kind).Optimizer);
            var run = new OptimizerRun(optimizer, new float[37], 20);
            float[] g = new float[37];
            g[36] = 1;
            for (int t = 0; t < 3; t++)
            {
                run.Step(g);
            }

            Assert.All(run.Parameters[..36], w => Assert.Equal(0f, w));
            Assert.NotEqual(0f, run.Parameters[36]);
        }
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void NothingLingersInTheDenormalRange(string kind)
    {
        Optimizer optimizer = OptimizerCases.Of(kind).Optimizer with { WeightDecay = 0.5f, LearningRate = 0.1f };
        var run = new OptimizerRun(optimizer, OptimizerRun.Values(100, 1), 100);
        float[] g = OptimizerRun.Values(100, 2);
        for (int t = 0; t < 10_000; t++)
        {
            run.Step(g);
            g.AsSpan().Clear();
            Assert.Equal(-1, run.Parameters.AsSpan().IndexOfAnyInRange(-LargestDenormal, -float.Epsilon));
            Assert.Equal(-1, run.Parameters.AsSpan().IndexOfAnyInRange(float.Epsilon, LargestDenormal));
            Assert.Equal(-1, run.State.AsSpan().IndexOfAnyInRange(-LargestDenormal, -float.Epsilon));
            Assert.Equal(-1, run.State.AsSpan().IndexOfAnyInRange(float.Epsilon, LargestDenormal));
        }
    }

    [Fact]
    public void AnEndlessGradientIsClippedToNothing()
    {
        // The squares overflow: the norm is infinite and the factor 0, instead of NaN everywhere.
        var run = new OptimizerRun(new Sgd { ClipNorm = 1f }, [1f, 2f, 3f], 3);
        run.Step([1e30f, -1e30f, 1f]);
        Assert.Equal([1f, 2f, 3f], run.Parameters);
    }

    [Fact]
    public void ANaNGradientIsNotHidden()
    {
        foreach (Optimizer optimizer in OptimizerCases.All.Select(c => OptimizerCases.Variants["all"](c.Optimizer)))
        {
            var run = new OptimizerRun(optimizer, new float[20], 10);
            float[] g = new float[20];
            g[3] = float.NaN;
            g[17] = float.NaN;
            run.Step(g);
            Assert.True(float.IsNaN(run.Parameters[3]) && float.IsNaN(run.Parameters[17]), optimizer.Kind);
        }
    }

    [Fact]
    public void NothingIsAllocatedOnTheCallersThread()
    {
        foreach (OptimizerCase c in OptimizerCases.All)
        {
            var run = new OptimizerRun(OptimizerCases.Variants["all"](c.Optimizer), new float[1000], 500);
            float[] g = OptimizerRun.Values(1000, 2);
            Assert.Equal(0, AllocationGauge.OfThread(() => run.Step(g), calls: 100));
        }
    }

    [Fact]
    public void AStepInPiecesGivesTheBitsOfAWholeOne()
    {
        float[] start = OptimizerRun.Values(1000, 1);
        foreach (OptimizerCase c in OptimizerCases.All)
        {
            Optimizer optimizer = OptimizerCases.Variants["l2"](c.Optimizer);
            var whole = new OptimizerRun(optimizer, start, decayed: 500);
            var pieces = new OptimizerRun(optimizer, start, decayed: 500);
            for (int step = 1; step <= 3; step++)
            {
                float[] g = OptimizerRun.Values(1000, step);
                whole.Step(g);
                pieces.StepInPieces(g, 0, 130, 700, 1000);
            }

            Assert.Equal(whole.Parameters, pieces.Parameters);
            Assert.Equal(whole.State, pieces.State);
        }
    }

    [Fact]
    public void BlocksThatDoNotFitAreRefused()
    {
        Refused("Gradients has 5 floats from parameter 6 on; there are 10", gradients: 5, first: 6);
        Refused("Gradients has 5 floats from parameter -1 on", gradients: 5, first: -1);
        Refused("Gradients has 9 floats; expected 10", gradients: 9);
        Refused("State has 10 floats; expected 20", state: 10);
        Refused("Decayed is 11; expected 0 to 10", decayed: 11);
        Refused("Decayed is -1", decayed: -1);
        Refused("Number is 0", number: 0);
        Refused("LearningRate is NaN", rate: float.NaN);
        Refused("LearningRate is -1", rate: -1f);
    }

    private static void Refused(
        string expected,
        int gradients = 10,
        int? first = null,
        int state = 20,
        int decayed = 10,
        long number = 1,
        float rate = 0.1f
    )
    {
        var error = Assert.Throws<ArgumentException>(() =>
            new Adam().Step(
                new OptimizerStep
                {
                    Parameters = new float[10],
                    Gradients = new float[gradients],
                    First = first,
                    State = new float[state],
                    Decayed = decayed,
                    LearningRate = rate,
                    Number = number,
                    Team = ThreadTeam.Single,
                }
            )
        );
        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
    }
}
