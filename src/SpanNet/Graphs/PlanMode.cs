namespace SpanNet.Graphs;

/// <summary>What a plan is for.</summary>
public enum PlanMode
{
    /// <summary>Forward only; dropout does nothing; memory is reused as soon as a value was read for the last time.</summary>
    Inference,

    /// <summary>Forward and backward.</summary>
    Training,
}
