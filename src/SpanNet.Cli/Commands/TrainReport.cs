using System.Globalization;
using SpanNet.Cli.Reports;
using SpanNet.Losses;
using SpanNet.Optimizers;
using SpanNet.Planning;
using SpanNet.Training;

namespace SpanNet.Cli.Commands;

/// <summary>The words before and after a run, the same whether drawn or plain.</summary>
internal static class TrainReport
{
    /// <summary>What is about to happen.</summary>
    public static void Begin(IReport report, TrainStart start)
    {
        TrainSettings settings = start.Settings;
        ParameterStore parameters = start.Model.Parameters;
        Optimizer optimizer = settings.Optimizer;
        int threads = settings.Threads ?? Environment.ProcessorCount;
        report.Facts(
            ("data", start.Data.Description),
            (
                "network",
                $"{settings.Network}: {SummaryCommand.Chain(start.Model.Graph)}, {Figures.Count(parameters.Count)} parameters{Frozen(start)}"
            ),
            (
                "learning",
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{optimizer.Kind}, rate {optimizer.LearningRate}{(settings.RateFalls ? " falling" : "")}, batch {settings.Batch}, {LossOf(start.Options.Loss)}, {ChangesOf(settings)}"
                        + $"seed {settings.Seed}, {threads} {(threads == 1 ? "thread" : "threads")}"
                )
            )
        );
    }

    private static string Frozen(TrainStart start)
    {
        ParameterStore parameters = start.Model.Parameters;
        IReadOnlySet<string> frozen = parameters.Matching(start.Options.Frozen);
        long count = parameters
            .Parameters.Where(parameter => parameter.Spec.IsTrained && frozen.Contains(parameter.Name))
            .Sum(parameter => (long)parameter.Spec.Shape.Length);
        return count > 0 ? $", {Figures.Count(count)} of them frozen" : "";
    }

    private static string ChangesOf(TrainSettings settings) =>
        string.Concat(
            settings.CutOut is int size ? string.Create(CultureInfo.InvariantCulture, $"cut-out {size}, ") : "",
            settings.Mixup is double alpha ? string.Create(CultureInfo.InvariantCulture, $"mixup {alpha}, ") : "",
            settings.AverageDecay is double decay ? string.Create(CultureInfo.InvariantCulture, $"averaged weights {decay}, ") : ""
        );

    private static string LossOf(Loss loss) =>
        loss is SoftmaxCrossEntropy { LabelSmoothing: > 0 and float smoothing }
            ? string.Create(CultureInfo.InvariantCulture, $"{loss.Kind} with label smoothing {smoothing}")
            : loss.Kind;

    /// <summary>What has happened.</summary>
    public static void End(IReport report, TrainOutcome outcome)
    {
        FitResult fit = outcome.Fit;
        if (outcome.Test is not null)
        {
            EvaluationReport.Write(report, "test", outcome.Test, outcome.Start.Model.ClassNames, perClass: false);
        }

        double samples = fit.Epochs.Count * (double)outcome.Start.Data.Parts.Train.Count;
        report.Facts(
            (
                "time",
                $"{Figures.Time(fit.Elapsed)}, {Figures.Count(samples / fit.Elapsed.TotalSeconds)} samples/s, "
                    + $"{Figures.Count(fit.AllocatedBytes)} bytes allocated in the training loop"
            ),
            ("saved", $"{outcome.Start.Settings.ModelFile} (sha256 {outcome.Sha256[..16]})")
        );
    }

    /// <summary>Why the run ended, and which weights the model has.</summary>
    public static string Reason(FitResult fit, TrainSettings settings)
    {
        string why = fit.Reason switch
        {
            StopReason.TargetReached => "the target is reached",
            StopReason.Plateau => $"no better for {settings.Patience} epochs",
            StopReason.Cancelled => "cancelled",
            _ => "all epochs done",
        };
        string kept = fit.Best is null ? "no epoch was finished" : $"the weights of epoch {fit.Best.Number} are kept";
        string epochs = fit.Epochs.Count == 1 ? "1 epoch" : $"{fit.Epochs.Count} epochs";
        return $"stopped after {epochs}: {why}; {kept}";
    }
}
