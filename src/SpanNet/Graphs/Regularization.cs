using SpanNet.Configuration;

namespace SpanNet.Graphs;

/// <summary>
/// What keeps the weights of one layer small. The penalties are part of the gradient, so a limit of the gradient's norm counts them
/// (those of the optimizer, for all layers alike, it does not); the largest norm is restored after each step.
/// </summary>
public sealed record Regularization
{
    /// <summary>λ of λ·Σ|w|, added to the loss.</summary>
    public float L1
    {
        get;
        init => field = OptionRange.NotNegative.Check(value);
    }

    /// <summary>λ of λ/2·Σw², added to the loss.</summary>
    public float L2
    {
        get;
        init => field = OptionRange.NotNegative.Check(value);
    }

    /// <summary>
    /// Largest Euclidean norm of the weights of one tensor that lead to one output: a row of a matrix, a filter with all its taps and channels;
    /// infinite: no limit. Srivastava et al. 2014.
    /// </summary>
    public float MaxNorm
    {
        get;
        init => field = OptionRange.Limit.Check(value);
    } = float.PositiveInfinity;

    /// <summary>Whether there is a penalty.</summary>
    internal bool Penalizes => L1 > 0 || L2 > 0;

    /// <summary>Whether the norm has a limit.</summary>
    internal bool Limits => MaxNorm < float.PositiveInfinity;

    /// <summary>Reads the options of a layer; null when none of them is given.</summary>
    internal static Regularization? Read(OptionReader options)
    {
        var read = new Regularization
        {
            L1 = OptionRange.NotNegative.Read(options, "l1", 0f),
            L2 = OptionRange.NotNegative.Read(options, "l2", 0f),
            MaxNorm = OptionRange.Limit.Read(options, "max-norm", float.PositiveInfinity),
        };
        return read.Penalizes || read.Limits ? read : null;
    }

    /// <summary>Writes the options that differ from their defaults.</summary>
    internal static void Write(OptionWriter writer, Regularization? value)
    {
        writer.Single("l1", value?.L1 ?? 0f, 0f);
        writer.Single("l2", value?.L2 ?? 0f, 0f);
        writer.Single("max-norm", value?.MaxNorm ?? float.PositiveInfinity, float.PositiveInfinity);
    }
}
