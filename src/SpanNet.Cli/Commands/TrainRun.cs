using System.Collections.Immutable;
using System.Globalization;
using System.Security.Cryptography;
using SpanNet.Cli.Sources;
using SpanNet.Data;
using SpanNet.Graphs;
using SpanNet.Kernels.Threading;
using SpanNet.Losses;
using SpanNet.Models;
using SpanNet.Training;

namespace SpanNet.Cli.Commands;

/// <summary>One run of <c>train</c>: open the data, build the network, learn, test, save.</summary>
internal sealed class TrainRun(TrainSettings settings, ITrainView view)
{
    /// <summary>Runs and gives the exit code.</summary>
    /// <exception cref="NonFiniteLossException">The loss became infinite or no number; nothing is saved.</exception>
    public int Execute(CancellationToken cancellation)
    {
        using Model? given = settings.From is null ? null : ModelFile.Load(settings.From);
        using SourceData data = Open(given);
        (Loss loss, int outputs) = TaskLoss.For(data, settings.Loss, settings.LabelSmoothing);
        if (given is not null)
        {
            StartingModel.CheckFits(given, settings.From!, data, outputs);
        }

        IReadOnlyList<BatchChange> changes = BatchChanges.Of(settings, data, loss);
        Scaling scaling = given?.Scaling ?? Scaling.Fit(data.Scaling, data.Parts.Train);
        DatasetParts parts = data.Parts.Scaled(scaling);
        using Model model = given ?? MakeModel(data, outputs, scaling);
        if (settings.Mixup is not null)
        {
            (loss, parts) = ((SoftmaxCrossEntropy)loss with { Targets = ClassTargets.Probabilities }, parts.OneHot());
        }

        IReadOnlySet<string> frozen = StartingModel.Frozen(model, settings.Frozen);
        TargetScale? unit = model.ClassNames is null && TargetScale.Fits(model.Graph, frozen) ? TargetScale.Measure(parts.Train) : null;
        if (given is not null)
        {
            unit?.TakeOutOf(given);
        }

        (Dataset train, Dataset validation) = unit is null
            ? (parts.Train, parts.Validation)
            : (unit.Apply(parts.Train), unit.Apply(parts.Validation));
        using ThreadTeam? team = settings.Threads is int threads ? new ThreadTeam(threads) : null;
        var options = new TrainerOptions
        {
            Loss = loss,
            Optimizer = settings.Optimizer,
            BatchSize = settings.Batch,
            Seed = settings.Seed,
            Frozen = settings.Frozen,
            Team = team,
        };
        using var trainer = new Trainer(model, options);
        var start = new TrainStart(settings, data, model, options);
        FitResult fit = view.Watch(
            start,
            progress =>
                trainer.Fit(
                    train,
                    validation,
                    FitOptions(changes),
                    settings.RateFalls ? new FallingRate(trainer, progress) : progress,
                    cancellation
                )
        );
        if (fit.Failure is not null)
        {
            throw fit.Failure;
        }

        unit?.FoldInto(model);
        Evaluation? test = parts.Test.Count > 0 ? trainer.Evaluate(parts.Test) : null;
        model.Run = MakeRecord(data, loss, fit, test);
        ModelFile.Save(model, settings.ModelFile);
        view.Finish(new TrainOutcome(start, fit, test, HashOf(settings.ModelFile)));
        return fit.Reason == StopReason.Cancelled ? ExitCode.Cancelled : ExitCode.Done;
    }

    private SourceData Open(Model? given)
    {
        if (given is null)
        {
            return DataSources.Open(settings.Data);
        }

        StartingModel.CheckTarget(given, settings.Data.Target);
        return DataSources.Open(settings.Data with { Encoding = given.Table, Vocabulary = given.Vocabulary });
    }

    private Model MakeModel(SourceData data, int outputs, Scaling scaling)
    {
        Dataset train = data.Parts.Train;
        Graph graph = Architecture.Load(settings.Network, new Shape(train.InputShape), outputs);
        return new Model(graph, settings.Seed)
        {
            Scaling = scaling,
            ClassNames = train.ClassNames,
            Table = data.Table,
            Vocabulary = data.Vocabulary,
            Fitting = train.Fitting,
        };
    }

    private FitOptions FitOptions(IReadOnlyList<BatchChange> changes) =>
        new()
        {
            Epochs = settings.Epochs,
            Patience = settings.Patience,
            TargetScore = settings.TargetScore,
            Changes = changes,
            AverageDecay = (float?)settings.AverageDecay,
        };

    private RunRecord MakeRecord(SourceData data, Loss loss, FitResult fit, Evaluation? test)
    {
        var options = ImmutableSortedDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
        options[RunOption.Loss] = loss.Kind;
        if (loss is SoftmaxCrossEntropy { LabelSmoothing: > 0 and float smoothing })
        {
            options[RunOption.LabelSmoothing] = Text(smoothing);
        }

        options[RunOption.Optimizer] = settings.Optimizer.Kind;
        options[RunOption.LearningRate] = Text(settings.Optimizer.LearningRate);
        if (settings.RateFalls)
        {
            options[RunOption.Schedule] = "linear";
        }

        AddFineTuning(options);
        options[RunOption.Batch] = Text(settings.Batch);
        options[RunOption.Epochs] = Text(settings.Epochs);
        options[RunOption.Patience] = Text(settings.Patience);
        if (settings.Data.Validation is double validation)
        {
            options[RunOption.Validation] = Text(validation);
        }

        if (settings.TargetScore is double target)
        {
            options[RunOption.TargetAccuracy] = Text(target);
        }

        var metrics = ImmutableSortedDictionary.CreateBuilder<string, double>(StringComparer.Ordinal);
        if (test is not null)
        {
            metrics["test_loss"] = test.Loss;
            metrics[$"test_{test.Metric.ScoreName}"] = test.Score;
        }

        if (fit.Best is { ValidationLoss: double validationLoss, ValidationScore: double score })
        {
            metrics["validation_loss"] = validationLoss;
            metrics[$"validation_{(data.Parts.Train.ClassNames is null ? "r2" : "accuracy")}"] = score;
        }

        return new RunRecord
        {
            Seed = settings.Seed,
            DataName = data.Name,
            DataHash = data.Parts.Train.ContentHash,
            Epochs = fit.Epochs.Count,
            Options = options.ToImmutable(),
            Metrics = metrics.ToImmutable(),
        };
    }

    private void AddFineTuning(ImmutableSortedDictionary<string, string>.Builder options)
    {
        if (settings.From is string from)
        {
            options[RunOption.From] = HashOf(from);
        }

        if (settings.Frozen.Count > 0)
        {
            options[RunOption.Freeze] = string.Join(',', settings.Frozen);
        }

        if (settings.Mixup is double alpha)
        {
            options[RunOption.Mixup] = Text(alpha);
        }

        if (settings.CutOut is int size)
        {
            options[RunOption.CutOut] = Text(size);
        }

        if (settings.AverageDecay is double decay)
        {
            options[RunOption.AverageDecay] = Text(decay);
        }
    }

    private static string Text(IFormattable value) => value.ToString(null, CultureInfo.InvariantCulture);

    private static string HashOf(string file)
    {
        using FileStream stream = File.OpenRead(file);
        return Convert.ToHexStringLower(SHA256.HashData(stream));
    }
}
