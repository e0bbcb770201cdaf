namespace SpanNet.Operators;

/// <summary>Takes a parameter's gradient from the backward pass by its factors, to update the parameter without storing the gradient.</summary>
public interface IGradientReceiver
{
    /// <summary>Takes x·dyᵀ, the gradient of the parameters from number <paramref name="first"/> on, and may change them; dy is padded to whole panels.</summary>
    void Take(int first, ReadOnlySpan<float> x, ReadOnlySpan<float> dy);
}
