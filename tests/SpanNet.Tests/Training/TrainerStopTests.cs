using SpanNet.Data;
using SpanNet.Losses;
using SpanNet.Models;
using SpanNet.Optimizers;
using SpanNet.Training;

namespace SpanNet.Tests.Training;

/// <summary>Whatever ends a run, the model holds the best weights.</summary>
public sealed class TrainerStopTests : IDisposable
{
    private const int Samples = 30;
    private const int Steps = 4;

    private static readonly TrainerOptions options = new()
    {
        BatchSize = 8,
        Optimizer = new Adam { LearningRate = 0.05f },
    };

    private readonly Model model = new(Problems.Network(2, 8, 3), seed: 1);

    public void Dispose() => model.Dispose();

    [Fact]
    public void Completed()
    {
        using var trainer = new Trainer(model, options);
        Dataset validation = Problems.WrongClouds(12);

        FitResult result = trainer.Fit(Problems.Clouds(Samples), validation, new FitOptions { Epochs = 6 });

        Assert.Equal(StopReason.Completed, result.Reason);
        Assert.Equal(6, result.Epochs.Count);
        Assert.Equal(6 * Steps, result.Steps);
        AssertHoldsBest(trainer, result, validation, number: 1);
    }

    [Fact]
    public void CompletedWithoutValidation()
    {
        using var trainer = new Trainer(model, options);

        FitResult result = trainer.Fit(Problems.Clouds(Samples), null, new FitOptions { Epochs = 5 });

        Assert.Equal(StopReason.Completed, result.Reason);
        Assert.Equal(result.Epochs.MinBy(epoch => epoch.TrainLoss), result.Best);
        Assert.All(result.Epochs, epoch => Assert.Null(epoch.ValidationLoss));
    }

    [Fact]
    public void TargetScoreReached()
    {
        using var trainer = new Trainer(model, options);
        Dataset validation = Problems.Clouds(12, seed: 2);

        FitResult result = trainer.Fit(Problems.Clouds(Samples), validation, new FitOptions { Epochs = 200, TargetScore = 1 });

        Assert.Equal(StopReason.TargetReached, result.Reason);
        Assert.Equal(1, result.Epochs[^1].ValidationScore);
        Assert.All(result.Epochs.SkipLast(1), epoch => Assert.True(epoch.ValidationScore < 1));
        AssertHoldsBest(trainer, result, validation);
    }

    [Fact]
    public void TargetLossReached()
    {
        using var trainer = new Trainer(model, options);
        Dataset validation = Problems.Clouds(12, seed: 2);

        FitResult result = trainer.Fit(Problems.Clouds(Samples), validation, new FitOptions { Epochs = 200, TargetLoss = 0.3 });

        Assert.Equal(StopReason.TargetReached, result.Reason);
        Assert.True(result.Epochs[^1].ValidationLoss <= 0.3);
        AssertHoldsBest(trainer, result, validation, result.Epochs.Count);
    }

    [Fact]
    public void Plateau()
    {
        using var trainer = new Trainer(model, options);
        Dataset validation = Problems.WrongClouds(12);

        FitResult result = trainer.Fit(Problems.Clouds(Samples), validation, new FitOptions { Epochs = 50, Patience = 3 });

        Assert.Equal(StopReason.Plateau, result.Reason);
        Assert.Equal(4, result.Epochs.Count);
        AssertHoldsBest(trainer, result, validation, number: 1);
    }

    [Fact]
    public void AnImprovementBelowTheMinimumDeltaIsNone()
    {
        using var trainer = new Trainer(model, options);

        FitResult result = trainer.Fit(
            Problems.Clouds(Samples),
            null,
            new FitOptions
            {
                Epochs = 50,
                Patience = 2,
                MinimumDelta = 10,
            }
        );

        Assert.Equal(StopReason.Plateau, result.Reason);
        Assert.Equal(3, result.Epochs.Count);
        Assert.Equal(3, result.Best!.Number);
    }

    [Fact]
    public void CancelledInTheFirstEpochKeepsWhatWasLearned()
    {
        using var trainer = new Trainer(model, options);
        using var source = new CancellationTokenSource();
        float[] start = model.Parameters.Values.ToArray();
        var data = new WatchedDataset(Problems.Clouds(Samples), (read, _) => CancelAt(source, read, 17));

        FitResult result = trainer.Fit(data, null, new FitOptions(), cancellation: source.Token);

        Assert.Equal(StopReason.Cancelled, result.Reason);
        Assert.Equal(2, result.Steps);
        Assert.Null(result.Best);
        Assert.Empty(result.Epochs);
        Assert.NotEqual(start, model.Parameters.Values.ToArray());
        Assert.All(model.Parameters.Values.ToArray(), value => Assert.True(float.IsFinite(value)));
    }

    [Fact]
    public void CancelledInALaterEpochGoesBackToTheBest()
    {
        using var trainer = new Trainer(model, options);
        using var source = new CancellationTokenSource();
        Dataset validation = Problems.WrongClouds(12);
        var data = new WatchedDataset(Problems.Clouds(Samples), (read, _) => CancelAt(source, read, (2 * Samples) + 9));

        FitResult result = trainer.Fit(data, validation, new FitOptions(), cancellation: source.Token);

        Assert.Equal(StopReason.Cancelled, result.Reason);
        Assert.Equal((2 * Steps) + 1, result.Steps);
        Assert.Equal(2, result.Epochs.Count);
        AssertHoldsBest(trainer, result, validation, number: 1);
    }

    [Fact]
    public void ACancelledTokenMakesNoStep()
    {
        using var trainer = new Trainer(model, options);
        float[] start = model.Parameters.Values.ToArray();

        FitResult result = trainer.Fit(
            Problems.Clouds(Samples),
            null,
            new FitOptions(),
            cancellation: new CancellationToken(canceled: true)
        );

        Assert.Equal(StopReason.Cancelled, result.Reason);
        Assert.Equal(0, result.Steps);
        Assert.Equal(start, model.Parameters.Values.ToArray());
    }

    [Fact]
    public void ALearningRateMuchTooLargeStopsWithLayerAndStepNamed()
    {
        using var regression = new Model(Problems.Network(2, 8, 1), seed: 1);
        using var trainer = new Trainer(
            regression,
            new TrainerOptions
            {
                BatchSize = 8,
                Loss = new MeanSquaredError(),
                Optimizer = new Sgd { LearningRate = 1e30f },
            }
        );
        float[] start = regression.Parameters.Values.ToArray();

        FitResult result = trainer.Fit(Problems.Surface(Samples), null, new FitOptions());

        Assert.Equal(StopReason.NonFiniteLoss, result.Reason);
        Assert.InRange(result.Failure!.Step, 2, Steps);
        Assert.Equal(result.Steps, result.Failure.Step);
        Assert.Contains($"Step {result.Failure.Step}:", result.Failure.Message, StringComparison.Ordinal);
        Assert.Equal(start, regression.Parameters.Values.ToArray());
    }

    [Fact]
    public void AnInputThatIsNotFiniteIsNamedAndTheBestWeightsComeBack()
    {
        using var trainer = new Trainer(model, options);
        Dataset validation = Problems.WrongClouds(12);
        var data = new WatchedDataset(
            Problems.Clouds(Samples),
            (read, input) => input[0] = read == (3 * Samples) + 11 ? float.NaN : input[0]
        );

        FitResult result = trainer.Fit(data, validation, new FitOptions());

        Assert.Equal(StopReason.NonFiniteLoss, result.Reason);
        Assert.Equal((3 * Steps) + 2, result.Failure!.Step);
        Assert.Equal("input", result.Failure.Layer);
        Assert.Equal("Step 14: the loss is NaN; the first value that is not finite is that of 'input'.", result.Failure.Message);
        AssertHoldsBest(trainer, result, validation, number: 1);
    }

    [Fact]
    public void ALayerWithBrokenWeightsIsNamedAndAStepChangesNothing()
    {
        using var trainer = new Trainer(model, options);
        model.Parameters.Import(model.Parameters.Parameters.Single(p => p.Name == "dense2.bias"), [1, float.NegativeInfinity, 1]);
        float[] start = model.Parameters.Values.ToArray();

        var exception = Assert.Throws<NonFiniteLossException>(() => trainer.Step([1, 2, 3, 4], [0, 1]));

        Assert.Equal("dense2", exception.Layer);
        Assert.Equal(1, exception.Step);
        Assert.Equal(start, model.Parameters.Values.ToArray());
    }

    [Fact]
    public void WeightsThatAreNotFiniteAreNeverTheBest()
    {
        using var regression = new Model(Problems.Network(2, 8, 1), seed: 1);
        using var trainer = new Trainer(
            regression,
            new TrainerOptions
            {
                BatchSize = Samples,
                Loss = new MeanSquaredError(),
                Optimizer = new Sgd { LearningRate = float.MaxValue, L2 = 1e30f },
            }
        );

        FitResult result = trainer.Fit(Problems.Surface(Samples), null, new FitOptions());

        Assert.Equal(StopReason.NonFiniteLoss, result.Reason);
        Assert.All(regression.Parameters.Values.ToArray(), value => Assert.True(float.IsFinite(value)));
    }

    [Fact]
    public void ProgressIsReportedOnTheCallersThread()
    {
        using var trainer = new Trainer(model, options);
        var progress = new ProgressList();

        FitResult result = trainer.Fit(Problems.Clouds(Samples), Problems.Clouds(9), new FitOptions { Epochs = 3 }, progress);

        TrainingProgress[] ends = [.. progress.Reports.Where(report => report.Epoch is not null)];
        Assert.Equal(result.Epochs, ends.Select(report => report.Epoch));
        Assert.Equal([1, 2, 3], ends.Select(report => report.EpochNumber));
        Assert.All(ends, report => Assert.Equal(Samples, report.Samples));
        Assert.All(
            progress.Reports,
            report =>
            {
                Assert.Equal(3, report.Epochs);
                Assert.Equal(Samples, report.EpochSamples);
            }
        );
        Assert.Equal(progress.Reports.OrderBy(report => report.Elapsed), progress.Reports);
        Assert.All(progress.Threads, thread => Assert.Equal(Environment.CurrentManagedThreadId, thread));
        Assert.True(progress.Reports.Count > 3, "the first step of a run reports at once");
    }

    private static void CancelAt(CancellationTokenSource source, int read, int at)
    {
        if (read == at)
        {
            source.Cancel();
        }
    }

    private static void AssertHoldsBest(Trainer trainer, FitResult result, Dataset validation, int? number = null)
    {
        Assert.Equal(result.Epochs.MinBy(epoch => epoch.ValidationLoss), result.Best);
        Assert.Equal(number ?? result.Best!.Number, result.Best!.Number);
        Assert.Equal(result.Best!.ValidationLoss, trainer.Evaluate(validation).Loss);
        Assert.True(result.Best.IsBest);
    }

    private sealed class ProgressList : IProgress<TrainingProgress>
    {
        public List<TrainingProgress> Reports { get; } = [];

        public HashSet<int> Threads { get; } = [];

        public void Report(TrainingProgress value)
        {
            Reports.Add(value);
            Threads.Add(Environment.CurrentManagedThreadId);
        }
    }
}
