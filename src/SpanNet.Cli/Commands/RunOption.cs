namespace SpanNet.Cli.Commands;

/// <summary>Names of the options in a model's run record; those that a data set is cut by are read again by <c>eval</c>.</summary>
internal static class RunOption
{
    /// <summary>Kind of the loss.</summary>
    public const string Loss = "loss";

    /// <summary>Share of each target that went to all classes alike, when there was one.</summary>
    public const string LabelSmoothing = "label-smoothing";

    /// <summary>Kind of the optimizer.</summary>
    public const string Optimizer = "optimizer";

    /// <summary>Its step size.</summary>
    public const string LearningRate = "learning-rate";

    /// <summary>How the step size changes; absent: not at all.</summary>
    public const string Schedule = "schedule";

    /// <summary>SHA-256 of the model file that was gone on with, when there was one.</summary>
    public const string From = "from";

    /// <summary>The layers that kept their weights, when there were any.</summary>
    public const string Freeze = "freeze";

    /// <summary>α of the mixtures of samples, when there were any.</summary>
    public const string Mixup = "mixup";

    /// <summary>Side of the square that was cut out of pictures, when one was.</summary>
    public const string CutOut = "cutout";

    /// <summary>Decay of the averaged weights, when there were any.</summary>
    public const string AverageDecay = "ema";

    /// <summary>Samples per step.</summary>
    public const string Batch = "batch";

    /// <summary>Most epochs.</summary>
    public const string Epochs = "epochs";

    /// <summary>Epochs without an improvement.</summary>
    public const string Patience = "patience";

    /// <summary>Share of the samples that validate, when it was given.</summary>
    public const string Validation = "validation";

    /// <summary>Score at which the run may end.</summary>
    public const string TargetAccuracy = "target-accuracy";
}
