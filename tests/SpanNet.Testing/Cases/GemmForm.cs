namespace SpanNet.Testing.Cases;

/// <summary>Which of the three products of a dense layer, C[m, n] = A[m, k] · B[k, n] in each, or of a convolution.</summary>
public enum GemmForm
{
    /// <summary>y = x·W: A = x, B = W, which the engine keeps in panels.</summary>
    Forward,

    /// <summary>dW = xᵀ·dy: A = xᵀ, B = dy, C in panels.</summary>
    WeightGradient,

    /// <summary>dx = dy·Wᵀ: A = dy, B = Wᵀ.</summary>
    InputGradient,
}
