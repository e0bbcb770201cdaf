namespace SpanNet.Training;

/// <summary>The loss of a step is infinite or not a number. The step changed no weight.</summary>
public sealed class NonFiniteLossException : Exception
{
    /// <summary>An error without a message.</summary>
    public NonFiniteLossException() { }

    /// <summary>An error.</summary>
    public NonFiniteLossException(string message)
        : base(message) { }

    /// <summary>An error that another one caused.</summary>
    public NonFiniteLossException(string message, Exception inner)
        : base(message, inner) { }

    internal NonFiniteLossException(long step, double loss, string? layer)
        : base(
            FormattableString.Invariant($"Step {step}: the loss is {loss}; ")
                + (
                    layer is null
                        ? "all outputs are finite, so look at the targets."
                        : $"the first value that is not finite is that of '{layer}'."
                )
        )
    {
        Step = step;
        Layer = layer;
    }

    /// <summary>Number of the step, counted from 1.</summary>
    public long Step { get; }

    /// <summary>The first input or layer whose value is not finite; null when all are.</summary>
    public string? Layer { get; }
}
