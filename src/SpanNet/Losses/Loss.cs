using System.Runtime.CompilerServices;
using SpanNet.Configuration;

namespace SpanNet.Losses;

/// <summary>
/// A loss: the number that training makes small. Value and gradient share their work, so one call gives both.
/// Immutable; rows are summed in their order, so the value depends on neither threads nor vector width.
/// </summary>
public abstract record Loss : IConfigurable
{
    /// <inheritdoc/>
    public abstract string Kind { get; }

    /// <summary>The loss that runs are compared by: this one without what only training is meant to see, such as label smoothing.</summary>
    public virtual Loss ForEvaluation => this;

    /// <summary>
    /// Whether each row of an output's last axis has a target of its own: a class for every position of a sequence [time, classes]. Where
    /// not, all of an output is one row.
    /// </summary>
    public virtual bool TakesRows => false;

    /// <summary>Number of floats that one target has when the network's output has <paramref name="outputLength"/>.</summary>
    public virtual int TargetLength(int outputLength) => outputLength;

    /// <summary>
    /// The loss of <paramref name="batch"/> rows, and into <paramref name="gradient"/> the derivative of its mean by every output.
    /// Where all weights are 0, the gradient is 0. Allocates nothing.
    /// </summary>
    /// <param name="output">The network's outputs, [batch, outputs].</param>
    /// <param name="target">The targets, [batch, <see cref="TargetLength"/>].</param>
    /// <param name="sampleWeights">One weight per row, or empty: all 1.</param>
    /// <param name="gradient">[batch, outputs], overwritten, or empty when only the value is wanted. May not overlap the inputs.</param>
    /// <param name="batch">Number of rows.</param>
    /// <returns>The weighted sum over the rows, and the sum of the weights that its mean divides by.</returns>
    /// <exception cref="ArgumentException">The lengths do not fit, or a target or weight cannot be; the message names the row.</exception>
    public abstract LossSum Evaluate(
        ReadOnlySpan<float> output,
        ReadOnlySpan<float> target,
        ReadOnlySpan<float> sampleWeights,
        Span<float> gradient,
        int batch
    );

    /// <inheritdoc/>
    public virtual void WriteOptions(OptionWriter writer) { }

    /// <summary>Checks the lengths of the arguments of <see cref="Evaluate"/>; the number of outputs of a row.</summary>
    /// <exception cref="ArgumentException">They do not fit.</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    protected int CheckLengths(
        ReadOnlySpan<float> output,
        ReadOnlySpan<float> target,
        ReadOnlySpan<float> sampleWeights,
        ReadOnlySpan<float> gradient,
        int batch
    )
    {
        int outputs = batch < 1 ? 0 : output.Length / batch;
        if (outputs == 0 || outputs * batch != output.Length)
        {
            Throw(output.Length, batch);
        }

        Expect("targets", batch * TargetLength(outputs), target.Length);
        Expect("sample weights", sampleWeights.IsEmpty ? 0 : batch, sampleWeights.Length);
        Expect("gradient elements", gradient.IsEmpty ? 0 : output.Length, gradient.Length);
        return outputs;
    }

    /// <summary>Σ weights, in their order in double; the number of rows where there are none.</summary>
    /// <exception cref="ArgumentException">A weight is negative or not finite.</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    protected double TotalWeight(ReadOnlySpan<float> sampleWeights, int batch) => sampleWeights.IsEmpty ? batch : Total(sampleWeights);

    /// <summary>1 / weight, the factor of the gradient of the mean; 0 when nothing has weight.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    protected static double InverseOf(double weight) => weight > 0 ? 1 / weight : 0;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Expect(string what, int expected, int actual)
    {
        if (expected != actual)
        {
            Throw(what, expected, actual);
        }
    }

    private void Throw(int outputs, int batch) =>
        throw new ArgumentException($"The loss '{Kind}' got {outputs} outputs for a batch of {batch} rows.");

    private void Throw(string what, int expected, int actual) =>
        throw new ArgumentException($"The loss '{Kind}' got {actual} {what}; expected {expected}.");

    private double Total(ReadOnlySpan<float> sampleWeights)
    {
        double total = 0;
        for (int row = 0; row < sampleWeights.Length; row++)
        {
            float weight = sampleWeights[row];
            if (!(weight >= 0 && float.IsFinite(weight)))
            {
                throw new ArgumentException(
                    $"The loss '{Kind}' got sample weight {weight} in row {row}; expected a finite number of at least 0."
                );
            }

            total += weight;
        }

        return total;
    }
}
