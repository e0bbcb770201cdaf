using SpanNet.Graphs;
using SpanNet.Kernels.Activations;
using SpanNet.Layers;
using SpanNet.Losses;
using SpanNet.Models;
using SpanNet.Optimizers;
using SpanNet.Planning;
using SpanNet.Testing;
using SpanNet.Training;

namespace SpanNet.Tests.Training;

/// <summary>A frozen layer keeps its parameters to the last bit, whatever the optimizer does, and costs no gradient.</summary>
public sealed class FrozenLayerTests
{
    private const int Batch = 4;

    public static TheoryData<string> Optimizers => ["sgd", "decay", "clip", "penalties"];

    /// <summary>At a batch of one, large weights are updated while the backward pass runs.</summary>
    [Theory]
    [MemberData(nameof(Optimizers))]
    public void ItsParametersStayAndAllOthersLearn(string name)
    {
        foreach (int batch in new[] { 1, Batch })
        {
            foreach (string[] frozen in new string[][] { ["dense2", "dense4.bias"], ["dense", "dense3"], ["dense4"] })
            {
                using Model model = Network();
                using var trainer = TrainerOf(model, OptimizerOf(name), batch, frozen);
                IReadOnlySet<string> kept = model.Parameters.Matching(frozen);
                Dictionary<string, float[]> before = Values(model);

                Learn(trainer, 3, batch);

                Dictionary<string, float[]> after = Values(model);
                Assert.All(before, entry => Assert.Equal(kept.Contains(entry.Key), entry.Value.SequenceEqual(after[entry.Key])));
            }
        }
    }

    [Fact]
    public void StaleGradientsDoNotCountForTheNorm()
    {
        float[] Trained(bool stale)
        {
            using Model model = Network();
            if (stale)
            {
                foreach (Parameter parameter in model.Parameters.Parameters.Where(parameter => parameter.Layer == "dense2"))
                {
                    model.Parameters.Gradients.Slice(parameter.Slice.Offset, parameter.Slice.Length).Fill(1e6f);
                }
            }

            using var trainer = TrainerOf(model, new Sgd { ClipNorm = 0.01f }, Batch, "dense2");
            Learn(trainer, 2, Batch);
            return model.Parameters.Values.ToArray();
        }

        Assert.Equal(Trained(stale: false), Trained(stale: true));
    }

    [Fact]
    public void NothingFrozenGivesTheBitsOfOneSweep()
    {
        using Model model = Network();
        Plan plan = Plan.Compile(model.Parameters, PlanMode.Training, Batch);

        Assert.Equal(new SpanNet.Kernels.Memory.Slice(0, model.Parameters.TrainedLength), Assert.Single(plan.Trained));
    }

    [Fact]
    public void AFrozenFrontRunsForwardOnlyAndAFrozenMiddleMakesNoWeightGradient()
    {
        using Model model = Network();
        using var front = TrainerOf(model, new Sgd(), Batch, "dense", "dense2");
        using var middle = TrainerOf(model, new Sgd(), Batch, "dense2");

        Assert.Equal([false, false, true, true], front.Plan.Steps.Select(step => step.RunsBackward));
        Assert.False(front.Plan.Steps[2].Inputs[0].NeedsGradient);
        Assert.All(middle.Plan.Steps, step => Assert.True(step.RunsBackward));
        Assert.True(middle.Plan.Steps[1].Inputs[0].NeedsGradient);
        Assert.All(middle.Plan.Steps[1].Parameters, parameter => Assert.False(parameter.NeedsGradient));
        Assert.True(front.Plan.ArenaLength < middle.Plan.ArenaLength);
    }

    [Theory]
    [InlineData("dense*", "dense.weight dense2.weight dense3.weight dense4.weight dense.bias dense2.bias dense3.bias dense4.bias")]
    [InlineData("dense3", "dense3.weight dense3.bias")]
    [InlineData("dense3.w*", "dense3.weight")]
    [InlineData("dense.bias", "dense.bias")]
    public void NamesMeanLayersParametersOrBeginnings(string name, string expected)
    {
        using Model model = Network();

        Assert.Equal(expected.Split(' ').Order(), model.Parameters.Matching([name]).Order());
    }

    [Fact]
    public void ASharedLayerIsFrozenByAnyOfItsPlaces()
    {
        var builder = new GraphBuilder();
        Node first = builder.Add(new Dense(4), builder.Input(new Shape(4)));
        using var store = new ParameterStore(builder.Build(builder.Share(first, "again", first)));

        Assert.Equal(["dense.weight", "dense.bias"], store.Matching(["again"]));
    }

    [Theory]
    [InlineData("dens3")]
    [InlineData("flatten")]
    [InlineData("x*")]
    public void ANameThatMeansNothingIsRefused(string name)
    {
        using Model model = Network();

        var exception = Assert.Throws<ArgumentException>(() => TrainerOf(model, new Sgd(), Batch, name));

        Assert.Contains($"No layer with parameters and no parameter is called '{name}'", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void AFrozenBatchNormalizationComputesWithItsRunningStatistics()
    {
        foreach (Activation? activation in new Activation?[] { null, Activation.ReLU, Activation.Gelu })
        {
            var norm = new BatchNorm { Activation = activation };
            var probe = new Probe(new float[Batch * 6]);
            Graph graph = Graph.Sequential(new Shape(2, 3), probe, norm);
            using var names = new ParameterStore(graph);
            using var frozen = new NetworkRun(graph, Batch, frozen: names.Matching(["batch-norm"]));
            using var inference = new NetworkRun(graph, Batch, PlanMode.Inference);
            float[][] x = frozen.RandomInputs(Batch, 1);
            float[][] dy = frozen.RandomOutputGradients(Batch, 2);
            float[] before = frozen.Store.Values.ToArray();

            Assert.Equal(inference.Forward(Batch, x), frozen.Forward(Batch, x));
            frozen.Backward(Batch, dy);

            Assert.Equal(before, frozen.Store.Values.ToArray());
            for (int i = 0; i < x[0].Length; i++)
            {
                // One element at a time: at inference every output depends on its own input alone.
                float slope = (Moved(inference, x, i, 0.01f) - Moved(inference, x, i, -0.01f)) / 0.02f;
                Assert.Equal(slope * dy[0][i], probe.Gradient[i], 0.02f);
            }
        }
    }

    private static float Moved(NetworkRun run, float[][] x, int i, float by)
    {
        float[] moved = [.. x[0]];
        moved[i] += by;
        return run.Forward(Batch, [moved])[0][i];
    }

    private static Model Network()
    {
        var rule = new Regularization { L2 = 0.1f, MaxNorm = 0.5f };
        return new Model(
            Graph.Sequential(
                new Shape(5),
                new Flatten(),
                new Dense(6, Activation.Tanh) { Regularization = rule },
                new Dense(7, Activation.ReLU) { Regularization = rule },
                new Dense(1500),
                new Dense(3)
            ),
            seed: 4
        );
    }

    private static Trainer TrainerOf(Model model, Optimizer optimizer, int batch, params string[] frozen) =>
        new(
            model,
            new TrainerOptions
            {
                Loss = new MeanSquaredError(),
                Optimizer = optimizer,
                BatchSize = batch,
                Frozen = frozen,
            }
        );

    private static Optimizer OptimizerOf(string name) =>
        name switch
        {
            "decay" => new AdamW { WeightDecay = 0.1f },
            "clip" => new Adam { ClipNorm = 0.01f, WeightDecay = 0.1f },
            "penalties" => new Momentum { L1 = 0.1f, L2 = 0.1f },
            _ => new Sgd(),
        };

    private static void Learn(Trainer trainer, int steps, int batch)
    {
        float[] inputs = RandomFloats.Of(batch * 5, new Random(1), 1f);
        float[] targets = RandomFloats.Of(batch * 3, new Random(2), 1f);
        for (int step = 0; step < steps; step++)
        {
            trainer.Step(inputs, targets);
        }
    }

    private static Dictionary<string, float[]> Values(Model model) =>
        model.Parameters.Parameters.ToDictionary(
            parameter => parameter.Name,
            parameter => model.Parameters.Values.Slice(parameter.Slice.Offset, parameter.Slice.Length).ToArray()
        );
}
