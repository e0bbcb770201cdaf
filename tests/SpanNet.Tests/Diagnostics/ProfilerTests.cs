using System.Text.Json;
using SpanNet.Diagnostics;
using SpanNet.Graphs;
using SpanNet.Inference;
using SpanNet.Kernels.Activations;
using SpanNet.Kernels.Threading;
using SpanNet.Layers;
using SpanNet.Losses;
using SpanNet.Models;
using SpanNet.Optimizers;
using SpanNet.Testing;
using SpanNet.Training;

namespace SpanNet.Tests.Diagnostics;

/// <summary>Times, costs and traces of the parts of a call. Alone, because two of them measure the process.</summary>
[Collection(NonParallelCollection.Name)]
public sealed class ProfilerTests : IDisposable
{
    private const int Batch = 3;

    private static readonly Roofline roof = new(threads: 1, () => 1, _ => 1);

    private readonly float[] inputs = RandomFloats.Of(Batch * 4, seed: 1);
    private readonly float[] targets = RandomFloats.Of(Batch * 2, seed: 2);
    private readonly List<IDisposable> opened = [];

    public void Dispose() => opened.ForEach(one => one.Dispose());

    [Fact]
    public void APartHasTheTimeOfItsLayerAndItsDirection()
    {
        var profiler = new TrainingProfiler(TrainerOf(new Busy(4, 1), new Dense(5), new Busy(2, 8), new Dense(2)));
        for (int i = 0; i < 8; i++)
        {
            profiler.Step(inputs, targets);
        }

        Profile profile = profiler.ToProfile(roof);

        Assert.Equal(
            [
                "input Input",
                "busy Forward",
                "dense Forward",
                "busy2 Forward",
                "dense2 Forward",
                "loss Loss",
                "dense2 Backward",
                "busy2 Backward",
                "dense Backward",
                "busy Backward",
                "update Update",
            ],
            profile.Rows.Select(row => $"{row.Part.Name} {row.Part.Phase}")
        );
        double[] expected = [0, 4, 0, 2, 0, 0, 0, 8, 0, 1, 0];

        // On a busy machine a part may take much longer, but not an idle one in every call.
        Assert.All(profile.Rows, (row, i) => Assert.InRange(row.Minimum, 1000 * expected[i], expected[i] > 0 ? double.MaxValue : 900));
        Assert.All(profile.Rows, row => Assert.InRange(row.Median, row.Minimum, double.MaxValue));
        Assert.InRange(profile.Minimum, profile.Rows.Sum(row => row.Minimum), profile.Median);
        Assert.Equal(1, profile.Total.Share, 9);
        Assert.Equal(profile.Rows[7].Median / profile.Rows.Sum(row => row.Median), profile.Rows[7].Share, 9);
        Assert.Equal(8, profile.Calls);
        Assert.InRange(profile.ClockMicroseconds, 0, 10);
    }

    [Fact]
    public void AProfiledStepLearnsTheSameBits()
    {
        Layer[] layers = [new Dense(40), new Activate(Activation.Gelu), new Dropout(0.3f), new Dense(2)];
        using var team = new ThreadTeam(2);
        Trainer plain = TrainerOf(team, layers);
        Trainer profiled = TrainerOf(team, layers);
        var profiler = new TrainingProfiler(profiled);
        for (int i = 0; i < 20; i++)
        {
            int rows = 1 + (i % Batch);
            double loss = plain.Step(inputs.AsSpan(0, rows * 4), targets.AsSpan(0, rows * 2));
            double same =
                i % 3 == 0
                    ? profiler.CountAllocations(inputs.AsSpan(0, rows * 4), targets.AsSpan(0, rows * 2))
                    : profiler.Step(inputs.AsSpan(0, rows * 4), targets.AsSpan(0, rows * 2));
            Assert.Equal(loss, same);
        }

        Assert.Equal(plain.Model.Parameters.Values.ToArray(), profiled.Model.Parameters.Values.ToArray());
        Assert.Equal(plain.Steps, profiled.Steps);
        Assert.Equal(13, profiler.Calls);
    }

    [Fact]
    public void AProfiledPredictionHasTheSameBits()
    {
        InferenceSession session = SessionOf(new Dense(40, Activation.Tanh), new Dropout(0.5f), new Dense(2));
        float[] expected = new float[Batch * 2];
        float[] actual = new float[Batch * 2];
        session.Run(inputs, expected);
        var profiler = new InferenceProfiler(session);

        profiler.Run(inputs, actual);

        Assert.Equal(expected, actual);
        Assert.Equal(["input", "dense", "dense2", "output"], profiler.Parts.Select(part => part.Name));
    }

    [Fact]
    public void CostsByHand()
    {
        // Padded to panels of 16 columns: dense 4·16 + 16 floats, dense2 7·16 + 16. ReLU is fused into the first; its derivative reads y.
        var profiler = new TrainingProfiler(TrainerOf(new Dense(7), new Activate(Activation.ReLU), new Dense(2)));

        (string, string, long, long)[] expected =
        [
            ("input", "", 0, 2 * (Batch * 2)),
            ("activate", "dense + activate", 2 * 4 * 7 * Batch, (Batch * 4) + 80 + (Batch * 7)),
            ("dense2", "dense", 2 * 7 * 2 * Batch, (Batch * 7) + 128 + (Batch * 2)),
            ("loss", "mse", 0, Batch * 6),
            ("dense2", "dense", 2 * 2 * 7 * 2 * Batch, (Batch * 2) + (Batch * 7) + 128 + (Batch * 7) + 128),
            ("activate", "dense + activate", 2 * 4 * 7 * Batch, (2 * Batch * 7) + (Batch * 4) + 80),
            ("update", "adam", 0, 4 * 208),
        ];
        Assert.Equal(expected, profiler.Parts.Select(part => (part.Name, part.Kind, part.Flops, part.Bytes / sizeof(float))));
    }

    [Fact]
    public void CostsOfASumByHand()
    {
        var builder = new GraphBuilder();
        Node x = builder.Add(new Dense(16), builder.Input(new Shape(4)));
        Graph graph = builder.Build(builder.Add(new Sum(), x, builder.Add(new Activate(Activation.Gelu), x)));
        var profiler = new TrainingProfiler(TrainerOf(ThreadTeam.Single, graph));
        ProfilePart[] backward = [.. profiler.Parts.Where(part => part.Phase == ProfilePhase.Backward)];

        // Sum: dy read, two dx written. Activate: dy and x read, dx added to.
        const int Floats = Batch * 16;
        Assert.Equal(["sum", "activate", "dense"], backward.Select(part => part.Name));
        Assert.Equal(sizeof(float) * 3 * Floats, backward[0].Bytes);
        Assert.Equal(sizeof(float) * 3 * Floats, backward[1].Bytes);
        Assert.Equal(Floats, backward[1].Flops);
    }

    [Theory]
    [InlineData(float.PositiveInfinity)]
    [InlineData(1f)]
    public void AWeightThatIsUpdatedInTheBackwardPassCountsThere(float clip)
    {
        // One sample: all parameters hand their gradient over, unless its norm must be known first; those of the second layer are read too, for dx.
        Graph graph = Graph.Sequential(new Shape(4), new Dense(2048), new Dense(16));
        var profiler = new TrainingProfiler(TrainerOf(ThreadTeam.Single, graph, new Adam { ClipNorm = clip }, batch: 1));
        long[] floats = [.. profiler.Parts[^3..].Select(part => part.Bytes / sizeof(float))];

        const int First = 4 * 2048;
        const int Second = 2048 * 16;
        const int Biases = 2048 + 16;
        long[] stored = [16 + 2048 + 2048 + Second + 16 + Second + 16, 2048 + 4 + First + 2048, 4 * (First + Second + Biases)];
        long[] handedOver = [16 + 2048 + 2048 + Second + 16 + (2 * (Second + 16)), 2048 + 4 + (3 * (First + 2048)), 0];
        Assert.Equal(float.IsInfinity(clip) ? handedOver : stored, floats);
    }

    [Fact]
    public void AllocationsAreFoundWhereTheyAre()
    {
        var profiler = new TrainingProfiler(TrainerOf(new Busy(ForwardBytes: 20_000), new Dense(2), new Busy(BackwardBytes: 90_000)));
        Assert.Null(Profiled(profiler).Rows[0].AllocatedBytes);
        for (int i = 0; i < 40; i++)
        {
            profiler.CountAllocations(inputs, targets);
        }

        profiler.Clear();
        for (int i = 0; i < 100; i++)
        {
            profiler.CountAllocations(inputs, targets);
        }

        Profile profile = Profiled(profiler);

        // An array has a header.
        long[] expected = [0, 20_000, 0, 0, 0, 90_000, 0, 0, 0];
        Assert.All(profile.Rows, (row, i) => Assert.InRange(row.AllocatedBytes!.Value, expected[i], expected[i] + 32));
    }

    [Fact]
    public void ProfilingAllocatesNothing()
    {
        var training = new TrainingProfiler(TrainerOf(new Dense(5, Activation.ReLU), new Dense(2)));
        var inference = new InferenceProfiler(SessionOf(new Dense(2)));
        float[] outputs = new float[Batch * 2];

        Assert.Equal(
            0,
            AllocationGauge.OfThread(() =>
            {
                training.Step(inputs, targets);
                training.CountAllocations(inputs, targets);
                inference.Run(inputs, outputs);
                inference.CountAllocations(inputs, outputs);
            })
        );
    }

    [Fact]
    public void OfManyCallsTheLastCount()
    {
        var profiler = new InferenceProfiler(SessionOf(new Dense(2)));
        float[] outputs = new float[2];
        const int Kept = 1 << 16;
        for (int i = 0; i < Kept + 10; i++)
        {
            profiler.Run(inputs.AsSpan(0, 4), outputs);
        }

        Assert.Equal(Kept + 10, profiler.Calls);
        Assert.Equal(Kept, profiler.ToProfile(roof).Calls);
        for (int call = 11; call < Kept + 10; call++)
        {
            Assert.True(profiler.Readings(call)[0] >= profiler.Readings(call - 1)[^1]);
        }
    }

    [Fact]
    public void ATraceHoldsTheLastCallsWithTheirPartsInside()
    {
        var profiler = new TrainingProfiler(TrainerOf(new Dense(5), new Dense(2)));
        for (int i = 0; i < 9; i++)
        {
            profiler.Step(inputs, targets);
        }

        using var stream = new MemoryStream();
        profiler.WriteTrace(stream, "two \"layers\"", mostCalls: 4);

        JsonElement[] events = [.. JsonDocument.Parse(stream.ToArray()).RootElement.GetProperty("traceEvents").EnumerateArray()];
        Assert.Equal("two \"layers\"", events[0].GetProperty("args").GetProperty("name").GetString());
        JsonElement[] calls = [.. events.Where(one => Text(one, "ph") == "X" && Text(one, "cat") == "call")];
        Assert.Equal(["call 6", "call 7", "call 8", "call 9"], calls.Select(call => Text(call, "name")));
        JsonElement[] parts = [.. events.Where(one => Text(one, "ph") == "X" && Text(one, "cat") != "call")];
        Assert.Equal(4 * profiler.Parts.Length, parts.Length);
        for (int i = 0; i < calls.Length; i++)
        {
            // Each part begins where the one before it ended; the first with the call and the last ends with it.
            decimal time = Number(calls[i], "ts");
            for (int p = 0; p < profiler.Parts.Length; p++)
            {
                JsonElement part = parts[(i * profiler.Parts.Length) + p];
                Assert.Equal(profiler.Parts[p].Name, Text(part, "name"));
                Assert.Equal(profiler.Parts[p].Phase.ToString().ToLowerInvariant(), Text(part, "cat"));
                Assert.Equal(profiler.Parts[p].Flops, part.GetProperty("args").GetProperty("flops").GetInt64());
                Assert.Equal(profiler.Parts[p].Bytes, part.GetProperty("args").GetProperty("bytes").GetInt64());
                Assert.Equal(time, Number(part, "ts"));
                time += Number(part, "dur");
            }

            Assert.Equal(time, Number(calls[i], "ts") + Number(calls[i], "dur"));
            Assert.True(i == 0 || Number(calls[i], "ts") >= Number(calls[i - 1], "ts") + Number(calls[i - 1], "dur"));
        }
    }

    [Fact]
    public void WithoutACallThereIsNoProfile()
    {
        var profiler = new TrainingProfiler(TrainerOf(new Dense(2)));
        Assert.Throws<InvalidOperationException>(() => profiler.ToProfile(roof));
        Assert.Throws<InvalidOperationException>(() => profiler.WriteTrace(Stream.Null, "nothing"));
        Assert.Throws<ArgumentException>(() => profiler.Step(inputs, inputs));
        Assert.Equal(0, profiler.Calls);
    }

    private static string? Text(JsonElement one, string name) => one.GetProperty(name).GetString();

    private static decimal Number(JsonElement one, string name) => one.GetProperty(name).GetDecimal();

    private Profile Profiled(TrainingProfiler profiler)
    {
        profiler.Step(inputs, targets);
        return profiler.ToProfile(roof);
    }

    private Trainer TrainerOf(params Layer[] layers) => TrainerOf(ThreadTeam.Single, layers);

    private Trainer TrainerOf(ThreadTeam team, params Layer[] layers) => TrainerOf(team, Graph.Sequential(new Shape(4), layers));

    private Trainer TrainerOf(ThreadTeam team, Graph graph, Optimizer? optimizer = null, int batch = Batch)
    {
        var model = new Model(graph, seed: 1);
        var options = new TrainerOptions
        {
            BatchSize = batch,
            Team = team,
            Loss = new MeanSquaredError(),
            Optimizer = optimizer ?? new Adam(),
        };
        var trainer = new Trainer(model, options);
        opened.AddRange([trainer, model]);
        return trainer;
    }

    private InferenceSession SessionOf(params Layer[] layers)
    {
        var model = new Model(Graph.Sequential(new Shape(4), layers), seed: 1);
        var session = new InferenceSession(model, Batch);
        opened.AddRange([session, model]);
        return session;
    }
}
