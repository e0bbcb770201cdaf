using System.Collections.Immutable;
using System.Diagnostics;
using SpanNet.Kernels.Threading;
using SpanNet.Metrics;
using SpanNet.Planning;

namespace SpanNet.Training;

/// <summary>The books of one run of <see cref="Trainer.Fit"/>: time, metrics, progress, allocations.</summary>
internal sealed class FitBooks(
    int samples,
    FitOptions options,
    ThreadTeam team,
    IProgress<TrainingProgress>? progress,
    OutputLosses losses,
    ImmutableArray<Metric> metrics
)
{
    private static readonly TimeSpan reportInterval = TimeSpan.FromMilliseconds(50);

    private readonly List<EpochReport> epochs = [];
    private readonly long start = Stopwatch.GetTimestamp();
    private long epochStart;
    private long lastReport;
    private long allocatedBefore;
    private long allocated;
    private TimeSpan epochTime;
    private int done;

    /// <summary>Samples of the smallest batch so far: the last of an epoch may be smaller than the others.</summary>
    private int smallest = int.MaxValue;

    public void BeginEpoch()
    {
        losses.Reset();
        foreach (Metric metric in metrics)
        {
            metric.Reset();
        }

        done = 0;
        epochStart = Stopwatch.GetTimestamp();
        allocatedBefore = team.AllocatedBytes;
    }

    public void Add(Workspace workspace, int batch)
    {
        losses.AddTo(metrics.AsSpan(), workspace, batch);
        done += batch;
        if (batch < smallest)
        {
            // The first step with so many samples is compiled while it runs, and the runtime allocates for the types that it loads.
            smallest = batch;
            allocatedBefore = team.AllocatedBytes;
        }

        int rest = samples - done;
        if (rest > 0 && rest < smallest)
        {
            CountAllocations();
        }

        if (progress is not null && Stopwatch.GetElapsedTime(lastReport) >= reportInterval)
        {
            // What the receiver allocates to draw is its own, not the loop's.
            CountAllocations();
            Report(null);
            allocatedBefore = team.AllocatedBytes;
        }
    }

    public void EndLoop()
    {
        CountAllocations();
        epochTime = Stopwatch.GetElapsedTime(epochStart);
    }

    private void CountAllocations()
    {
        long bytes = team.AllocatedBytes;
        allocated += bytes - allocatedBefore;
        allocatedBefore = bytes;
    }

    /// <summary>Writes down the epoch; the answer is the reason to stop, or null.</summary>
    public StopReason? EndEpoch(Evaluation? validation, BestWeights best)
    {
        double trainLoss = losses.Mean;
        double loss = validation?.Loss ?? trainLoss;
        double score = validation?.Score ?? metrics[0].Score;
        var report = new EpochReport
        {
            Number = epochs.Count + 1,
            TrainLoss = trainLoss,
            TrainScore = metrics[0].Score,
            ValidationLoss = validation?.Loss,
            ValidationScore = validation?.Score,
            SamplesPerSecond = samples / epochTime.TotalSeconds,
            Outputs =
            [
                .. losses
                    .Report(metrics.AsSpan())
                    .Select(
                        (output, i) =>
                            new OutputReport(
                                output.Name,
                                output.Loss,
                                output.Metric.Score,
                                validation?.Outputs[i].Loss,
                                validation?.Outputs[i].Metric.Score
                            )
                    ),
            ],
            IsBest = best.Offer(loss),
        };
        epochs.Add(report);
        best.Epoch = report.IsBest ? report : best.Epoch;
        Report(report);
        return score >= options.TargetScore || loss <= options.TargetLoss ? StopReason.TargetReached
            : best.EpochsWithoutImprovement >= options.Patience ? StopReason.Plateau
            : epochs.Count >= options.Epochs ? StopReason.Completed
            : null;
    }

    public FitResult ToResult(StopReason reason, NonFiniteLossException? failure, EpochReport? best, long steps) =>
        new()
        {
            Reason = reason,
            Failure = failure,
            Epochs = epochs,
            Best = best,
            Steps = steps,
            Elapsed = Stopwatch.GetElapsedTime(start),
            AllocatedBytes = allocated,
        };

    private void Report(EpochReport? epoch)
    {
        lastReport = Stopwatch.GetTimestamp();
        int number = epoch?.Number ?? epochs.Count + 1;
        progress?.Report(new TrainingProgress(number, options.Epochs, done, samples, Stopwatch.GetElapsedTime(start), epoch));
    }
}
