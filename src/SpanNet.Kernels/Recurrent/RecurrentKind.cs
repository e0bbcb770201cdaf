namespace SpanNet.Kernels.Recurrent;

/// <summary>What a recurrent cell computes from its input x and its state h. Gates stand in PyTorch's order.</summary>
public enum RecurrentKind
{
    /// <summary>h′ = tanh(W_ih x + b_ih + W_hh h + b_hh). Elman 1990.</summary>
    Tanh,

    /// <summary>The same with max(0, ·) in place of tanh.</summary>
    ReLU,

    /// <summary>
    /// r, z = σ(W x + b + U h + c), n = tanh(W x + b + r · (U h + c)), h′ = (1 − z) · n + z · h. Gates r, z, n. Cho et al. 2014, with the
    /// reset gate behind the product.
    /// </summary>
    Gru,

    /// <summary>i, f, o = σ(…), g = tanh(…), c′ = f · c + i · g, h′ = o · tanh c′. Gates i, f, g, o. Hochreiter and Schmidhuber 1997.</summary>
    Lstm,
}
