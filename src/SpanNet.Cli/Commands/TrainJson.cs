using SpanNet.Training;

namespace SpanNet.Cli.Commands;

/// <summary>A run for machines: an object per epoch, one at the end, each on one line.</summary>
internal sealed class TrainJson(TextWriter output) : ITrainView, IProgress<TrainingProgress>
{
    private string scoreName = "";

    /// <inheritdoc/>
    public FitResult Watch(TrainStart start, Func<IProgress<TrainingProgress>, FitResult> fit)
    {
        scoreName = start.HasClasses ? "accuracy" : "r2";
        return fit(this);
    }

    /// <inheritdoc/>
    public void Report(TrainingProgress value)
    {
        if (value.Epoch is not { } epoch)
        {
            return;
        }

        JsonLine.Write(
            output,
            json =>
            {
                json.WriteNumber("epoch", epoch.Number);
                json.WriteFinite("train_loss", epoch.TrainLoss);
                json.WriteFinite($"train_{scoreName}", epoch.TrainScore);
                json.WriteFinite("validation_loss", epoch.ValidationLoss);
                json.WriteFinite($"validation_{scoreName}", epoch.ValidationScore);
                json.WriteFinite("samples_per_second", epoch.SamplesPerSecond);
                json.WriteBoolean("best", epoch.IsBest);
            }
        );
    }

    /// <inheritdoc/>
    public void Finish(TrainOutcome outcome)
    {
        FitResult fit = outcome.Fit;
        JsonLine.Write(
            output,
            json =>
            {
                if (outcome.Test is not null)
                {
                    EvaluationJson.Write(json, outcome.Test, outcome.Start.Model.ClassNames, prefix: "test_");
                }
                else
                {
                    json.WriteNull("test_loss");
                }

                json.WriteNumber("epochs", fit.Epochs.Count);
                json.WriteNumber("best_epoch", fit.Best?.Number ?? 0);
                json.WriteString("stopped", StoppedBy(fit.Reason));
                json.WriteNumber("steps", fit.Steps);
                json.WriteFinite("seconds", fit.Elapsed.TotalSeconds);
                json.WriteNumber("allocated_bytes", fit.AllocatedBytes);
                json.WriteNumber("parameters", outcome.Start.Model.Parameters.Count);
                json.WriteNumber("seed", outcome.Start.Settings.Seed);
                json.WriteString("model_file", outcome.Start.Settings.ModelFile);
                json.WriteString("model_sha256", outcome.Sha256);
            }
        );
    }

    private static string StoppedBy(StopReason reason) =>
        reason switch
        {
            StopReason.TargetReached => "target-reached",
            StopReason.Plateau => "plateau",
            StopReason.Cancelled => "cancelled",
            _ => "completed",
        };
}
