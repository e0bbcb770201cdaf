namespace SpanNet.Training;

/// <summary>What ended a run.</summary>
public enum StopReason
{
    /// <summary>All epochs were run.</summary>
    Completed,

    /// <summary>The target score or loss was reached.</summary>
    TargetReached,

    /// <summary>No improvement for as many epochs as the patience.</summary>
    Plateau,

    /// <summary>The caller cancelled.</summary>
    Cancelled,

    /// <summary>The loss became infinite or not a number.</summary>
    NonFiniteLoss,
}
