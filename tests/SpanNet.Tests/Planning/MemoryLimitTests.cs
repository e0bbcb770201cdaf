using System.Globalization;
using SpanNet.Graphs;
using SpanNet.Kernels.Threading;
using SpanNet.Models;
using SpanNet.Planning;
using SpanNet.Testing;
using SpanNet.Training;

namespace SpanNet.Tests.Planning;

/// <summary>What a limit of memory costs, and what it does not: any bit.</summary>
public sealed class MemoryLimitTests
{
    private const int Batch = 4;

    public static TheoryData<string> Networks => ["mlp", "lenet", "cnn-m", "resnet-8", "mobilenet", "autoencoder", "transformer"];

    [Theory]
    [MemberData(nameof(Networks))]
    public void RecomputingChangesNoBit(string name)
    {
        Graph graph = ZooCatalog.Get(name).Build();
        using var plain = new NetworkRun(graph, Batch);
        long least = Least(plain.Store);
        using var tight = new NetworkRun(graph, Batch, memoryLimit: least);

        foreach (int batch in (int[])[Batch, 3])
        {
            float[][] x = plain.RandomInputs(batch, seed: 1);
            float[][] dy = plain.RandomOutputGradients(batch, seed: 2);

            Assert.Equal(plain.Forward(batch, x), tight.Forward(batch, x));
            Assert.Equal(plain.Backward(batch, dy), tight.Backward(batch, dy));
        }

        Assert.InRange(tight.Plan.PeakBytes, 1, least);
        Assert.Equal(least < plain.Plan.PeakBytes, tight.Plan.Describe().Contains("computed again", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("mobilenet", 0.7)]
    [InlineData("resnet-8", 0.85)]
    public void NormalizedImagesNeedMuchLess(string name, double share)
    {
        const int large = 32;
        using var store = new ParameterStore(ZooCatalog.Get(name).Build());

        Assert.InRange(Least(store, large), 1, share * Plan.Compile(store, PlanMode.Training, large).PeakBytes);
    }

    [Fact]
    public void NoMoreIsRecomputedThanTheLimitAsksFor()
    {
        using var store = new ParameterStore(ZooCatalog.Get("resnet-8").Build());
        var plain = Plan.Compile(store, PlanMode.Training, Batch);
        long least = Least(store);
        int Runs(long limit) => Plan.Compile(store, PlanMode.Training, Batch, null, limit).WayBack.Length;

        Assert.Equal(plain.WayBack.Length, Runs(plain.PeakBytes));
        Assert.InRange(Runs((least + plain.PeakBytes) / 2), plain.WayBack.Length + 1, Runs(least));
    }

    [Fact]
    public void ALimitThatIsTooSmallIsRefusedWithTheBytesThatAreNeeded()
    {
        var options = new TrainerOptions { BatchSize = Batch, MemoryLimit = 1000 };
        using var model = new Model(ZooCatalog.Get("cnn-m").Build());

        var refused = Assert.Throws<ArgumentException>(() => new Trainer(model, options));

        string needed = Least(model.Parameters).ToString(CultureInfo.InvariantCulture);
        Assert.StartsWith($"A workspace for batches of 4 takes at least {needed} bytes,", refused.Message, StringComparison.Ordinal);
        Assert.Contains("the limit is 1000.", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void ThePlanPrintsTheBytesThatAWorkspaceHas()
    {
        using var store = new ParameterStore(ZooCatalog.Get("resnet-8").Build());
        foreach (PlanMode mode in Enum.GetValues<PlanMode>())
        {
            var plan = Plan.Compile(store, mode, Batch);
            using var workspace = new Workspace(plan);

            Assert.Equal(workspace.Arena.Length * sizeof(float), workspace.Bytes);
            Assert.Contains($" {workspace.Bytes} bytes at the peak", plan.Describe(), StringComparison.Ordinal);
        }
    }

    [Fact]
    public void ALimitedStepLearnsTheSameAndAllocatesNothing()
    {
        float[] Train(bool isLimited)
        {
            using var model = new Model(ZooCatalog.Get("cnn-m").Build(), seed: 3);
            long? limit = isLimited ? Least(model.Parameters) : null;
            var options = new TrainerOptions
            {
                BatchSize = Batch,
                MemoryLimit = limit,
                Team = ThreadTeam.Single,
            };
            using var trainer = new Trainer(model, options);
            float[] x = RandomFloats.Of(Batch * model.Graph.Inputs[0].Shape.Length, seed: 4);
            float[] targets = [1f, 0f, 7f, 2f];
            long bytes = AllocationGauge.OfThread(() => trainer.Step(x, targets), calls: 20);
            Assert.Equal(0, bytes);
            return model.Parameters.Values.ToArray();
        }

        Assert.Equal(Train(isLimited: false), Train(isLimited: true));
    }

    /// <summary>The smallest limit that is accepted: the one that the refusal of a smaller one names.</summary>
    private static long Least(ParameterStore store, int batch = Batch) =>
        long.Parse(
            Assert
                .Throws<ArgumentException>(() => Plan.Compile(store, PlanMode.Training, batch, memoryLimit: 0))
                .Message.Split("at least ")[1]
                .Split(' ')[0],
            CultureInfo.InvariantCulture
        );
}
