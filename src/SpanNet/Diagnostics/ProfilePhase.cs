namespace SpanNet.Diagnostics;

/// <summary>What a part of a call does.</summary>
public enum ProfilePhase
{
    /// <summary>Takes the batch from the caller, and scales it for a prediction.</summary>
    Input,

    /// <summary>Computes a layer.</summary>
    Forward,

    /// <summary>Computes the loss and its gradient.</summary>
    Loss,

    /// <summary>Computes the gradients of a layer.</summary>
    Backward,

    /// <summary>Updates the parameters.</summary>
    Update,

    /// <summary>Hands the outputs to the caller.</summary>
    Output,

    /// <summary>All of it.</summary>
    Call,
}
