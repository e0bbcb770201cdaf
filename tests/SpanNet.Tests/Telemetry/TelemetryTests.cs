using System.Diagnostics.Metrics;
using SpanNet.Data;
using SpanNet.Graphs;
using SpanNet.Inference;
using SpanNet.Layers;
using SpanNet.Models;
using SpanNet.Telemetry;
using SpanNet.Testing;
using SpanNet.Tests.Data;
using SpanNet.Tests.Diagnostics;
using SpanNet.Tests.Training;
using SpanNet.Training;

namespace SpanNet.Tests.Telemetry;

/// <summary>What a host hears of steps and predictions. Alone: a listener hears the whole process.</summary>
[Collection(NonParallelCollection.Name)]
public sealed class TelemetryTests : IDisposable
{
    private const int Batch = 4;

    private readonly float[] inputs = RandomFloats.Of(Batch * 2, seed: 1);
    private readonly float[] targets = new float[Batch];
    private readonly float[] outputs = new float[Batch * 3];
    private readonly Model model = new(Graph.Sequential(new Shape(2), new Busy(ForwardMilliseconds: 2), new Dense(3)), seed: 1);
    private readonly Model quick = new(Graph.Sequential(new Shape(2), new Dense(3)), seed: 1);
    private readonly Trainer trainer;
    private readonly InferenceSession session;

    public TelemetryTests()
    {
        trainer = new Trainer(model, new TrainerOptions { BatchSize = Batch });
        session = new InferenceSession(model, Batch);
    }

    public void Dispose()
    {
        trainer.Dispose();
        session.Dispose();
        model.Dispose();
        quick.Dispose();
    }

    [Fact]
    public void AMeterListenerHearsEveryDurationAndEverySample()
    {
        var durations = new List<(string Name, double Seconds)>();
        var samples = new List<(string Name, long Count)>();
        using (MeterListener listener = Listen())
        {
            listener.SetMeasurementEventCallback<double>((instrument, value, _, _) => durations.Add((instrument.Name, value)));
            listener.SetMeasurementEventCallback<long>((instrument, value, _, _) => samples.Add((instrument.Name, value)));
            trainer.Step(inputs, targets);
            trainer.Step(inputs.AsSpan(0, 2), targets.AsSpan(0, 1));
            session.Run(inputs.AsSpan(0, 6), outputs.AsSpan(0, 9));
            session.Classify(inputs.AsSpan(0, 4), outputs.AsSpan(0, 6));
        }

        trainer.Step(inputs, targets);
        string[] expected =
        [
            TelemetryNames.TrainStepDuration,
            TelemetryNames.TrainStepDuration,
            TelemetryNames.PredictDuration,
            TelemetryNames.PredictDuration,
        ];
        Assert.Equal(expected, durations.Select(one => one.Name));
        Assert.All(durations, one => Assert.InRange(one.Seconds, 0.002, 1));
        Assert.Equal(
            [
                (TelemetryNames.TrainSamples, 4),
                (TelemetryNames.TrainSamples, 1),
                (TelemetryNames.PredictSamples, 3),
                (TelemetryNames.PredictSamples, 2),
            ],
            samples
        );
    }

    [Fact]
    public void AFitReportsEveryStep()
    {
        long samples = 0;
        int steps = 0;
        using var fitted = new Trainer(quick, new TrainerOptions { BatchSize = Batch });
        using MeterListener listener = Listen();
        listener.SetMeasurementEventCallback<double>((_, _, _, _) => steps++);
        listener.SetMeasurementEventCallback<long>((_, value, _, _) => samples += value);

        fitted.Fit(ArrayDataset.Classification(inputs, new[] { 0, 1, 2, 0 }, [2]).Subset(0, 3), null, new FitOptions { Epochs = 5 });

        Assert.Equal(5, steps);
        Assert.Equal(15, samples);
    }

    [Fact]
    public void TheInstrumentsHaveUnitsAndBucketsForMicroseconds()
    {
        var found = new Dictionary<string, Instrument>(StringComparer.Ordinal);
        using var listener = new MeterListener();
        listener.InstrumentPublished = (instrument, _) =>
        {
            if (instrument.Meter.Name == TelemetryNames.Meter)
            {
                found.Add(instrument.Name, instrument);
            }
        };
        listener.Start();

        Assert.Equal(4, found.Count);
        foreach (string name in (string[])[TelemetryNames.TrainStepDuration, TelemetryNames.PredictDuration])
        {
            var histogram = Assert.IsType<Histogram<double>>(found[name]);
            Assert.Equal("s", histogram.Unit);
            double[] bounds = [.. histogram.Advice!.HistogramBucketBoundaries!];
            Assert.Equal(bounds.Order().Distinct(), bounds);
            Assert.Equal((1e-6, 10.0, 22), (bounds[0], bounds[^1], bounds.Length));
        }

        Assert.Equal("{sample}", found[TelemetryNames.TrainSamples].Unit);
        Assert.Equal("{sample}", found[TelemetryNames.PredictSamples].Unit);
    }

    [Fact]
    public void AnEventListenerHearsStartAndStopOfEveryCall()
    {
        using (var log = new EventLog())
        {
            trainer.Step(inputs, targets);
            trainer.Step(inputs.AsSpan(0, 2), targets.AsSpan(0, 1));
            session.Run(inputs.AsSpan(0, 6), outputs.AsSpan(0, 9));
            Assert.Equal(
                ["TrainStepStart 1 4", "TrainStepStop 1 4", "TrainStepStart 2 1", "TrainStepStop 2 1", "PredictStart 3", "PredictStop 3"],
                log.Lines
            );
        }
    }

    [Fact]
    public void AStepThatFailsHasNoEnd()
    {
        using var log = new EventLog();
        inputs[0] = float.NaN;
        Assert.Throws<NonFiniteLossException>(() => trainer.Step(inputs, targets));
        Assert.Equal(["TrainStepStart 1 4"], log.Lines);
        Assert.Throws<ArgumentException>(() => session.Run(inputs, outputs.AsSpan(1)));
        Assert.Single(log.Lines);
    }

    [Fact]
    public void NothingIsAllocatedWhenNobodyListensAndNothingForAMeterListener()
    {
        using var quickTrainer = new Trainer(quick, new TrainerOptions { BatchSize = Batch });
        using var quickSession = new InferenceSession(quick, Batch);
        void Both()
        {
            quickTrainer.Step(inputs, targets);
            quickSession.Run(inputs, outputs);
        }

        Assert.Equal(0, AllocationGauge.OfThread(Both, calls: 10_000));

        double seconds = 0;
        long samples = 0;
        using MeterListener listener = Listen();
        listener.SetMeasurementEventCallback<double>((_, value, _, _) => seconds += value);
        listener.SetMeasurementEventCallback<long>((_, value, _, _) => samples += value);
        Assert.Equal(0, AllocationGauge.OfThread(Both, calls: 10_000));
        Assert.True(seconds > 0);
        Assert.True(samples >= 10_000 * 2 * Batch);
    }

    [Fact]
    public void NothingIsAllocatedWhileEventsAreTraced()
    {
        // The runtime's own way to do what dotnet-trace does.
        using var folder = new TemporaryFolder();
        string trace = folder.File("trace.nettrace");
        string[] lines = ChildProcess.Run(
            [
                new("DOTNET_EnableEventPipe", "1"),
                new("DOTNET_EventPipeConfig", $"{TelemetryNames.EventSource}:0xFFFFFFFFFFFFFFFF:4"),
                new("DOTNET_EventPipeOutputPath", trace),
            ],
            "allocations"
        );

        Assert.Equal(
            ["training: Allocations { Bytes = 0, Collections = 0 }", "inference: Allocations { Bytes = 0, Collections = 0 }"],
            lines
        );

        // Two events of each of 110,000 calls, with at least 8 bytes of payload.
        Assert.InRange(new FileInfo(trace).Length, 2 * 110_000 * sizeof(long), long.MaxValue);
    }

    private static MeterListener Listen()
    {
        var listener = new MeterListener
        {
            InstrumentPublished = (instrument, listener) =>
            {
                if (instrument.Meter.Name == TelemetryNames.Meter)
                {
                    listener.EnableMeasurementEvents(instrument);
                }
            },
        };
        listener.Start();
        return listener;
    }
}
