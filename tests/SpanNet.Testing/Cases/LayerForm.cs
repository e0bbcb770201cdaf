namespace SpanNet.Testing.Cases;

/// <summary>How a layer stands in a graph; all but the first make gradients meet, so that one is overwritten and others are added.</summary>
public enum LayerForm
{
    /// <summary>Its inputs have no other reader.</summary>
    Alone,

    /// <summary>Two copies of the layer read the same inputs.</summary>
    Twice,

    /// <summary>The layer is applied twice with one set of parameters.</summary>
    Shared,

    /// <summary>x + f(x).</summary>
    Residual,

    /// <summary>All its inputs are one value.</summary>
    Self,
}
