namespace SpanNet.Operators;

/// <summary>Takes a parameter's gradient from the backward pass in pieces or by its factors, to update the parameter without storing the gradient.</summary>
public interface IGradientReceiver
{
    /// <summary>Takes a piece of a gradient, of the parameters from number <paramref name="first"/> on, and may change them; on any thread.</summary>
    void Take(int first, ReadOnlySpan<float> gradient);

    /// <summary>Takes x·dyᵀ, the gradient of the parameters from number <paramref name="first"/> on, and may change them; dy is padded to whole panels.</summary>
    void Take(int first, ReadOnlySpan<float> x, ReadOnlySpan<float> dy);
}
