using SpanNet.Configuration;
using SpanNet.Kernels.Elementwise;
using SpanNet.Kernels.Memory;
using SpanNet.Planning;

namespace SpanNet.Training;

/// <summary>
/// An exponential moving average of a model's parameters, running statistics included: average ← average + (1 − decay) · (weights − average)
/// after each step; what is frozen keeps its bits. It often predicts better than the last weights. Polyak and Juditsky 1992.
/// </summary>
/// <remarks>
/// <see cref="FitOptions.AverageDecay"/> does it in a run. In a loop over steps: <c>Update</c> after each step; <c>Swap</c> before an
/// evaluation or before saving, and again to train on.
/// </remarks>
public sealed class WeightAverage : IDisposable
{
    private readonly ParameterStore parameters;
    private readonly AlignedBuffer average;
    private readonly AlignedBuffer other;
    private readonly float decay;
    private bool isSwapped;

    /// <summary>Starts with the parameters as they are.</summary>
    /// <param name="parameters">The parameters to average.</param>
    /// <param name="decay">From 0 to below 1: the average reaches over about 1 / (1 − decay) steps.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="decay"/> is out of its range.</exception>
    public WeightAverage(ParameterStore parameters, float decay)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        this.decay = OptionRange.Fraction.Check(decay, nameof(decay));
        this.parameters = parameters;
        average = new AlignedBuffer(parameters.Values.Length);
        other = new AlignedBuffer(parameters.Values.Length);
        parameters.Values.CopyTo(average.Span);
    }

    /// <summary>Takes the parameters after a step into the average. Allocates nothing.</summary>
    /// <exception cref="InvalidOperationException">The model holds the average: swap back first.</exception>
    public void Update()
    {
        if (isSwapped)
        {
            throw new InvalidOperationException("The model holds the averaged weights: call Swap before the next step.");
        }

        Zip.Run(new StepToward(1f - decay), average.Span, parameters.Values, average.Span);
    }

    /// <summary>Exchanges the model's parameters and the average. Allocates nothing.</summary>
    public void Swap()
    {
        parameters.Values.CopyTo(other.Span);
        average.Span.CopyTo(parameters.Values);
        other.Span.CopyTo(average.Span);
        isSwapped = !isSwapped;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        average.Dispose();
        other.Dispose();
    }
}
