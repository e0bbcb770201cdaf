using SpanNet.Initializers;
using SpanNet.Kernels.Activations;

namespace SpanNet.Layers;

/// <summary>First weights that suit what follows them, when nobody chose others.</summary>
internal static class DefaultInitializer
{
    /// <summary>He normal before ReLU and its kin (He et al. 2015), LeCun normal before SELU (Klambauer et al. 2017), else Xavier uniform (Glorot and Bengio 2010).</summary>
    public static Initializer For(Activation? activation) =>
        activation?.Name switch
        {
            "relu" or "elu" or "gelu" or "gelu-tanh" or "silu" or "hard-swish" or "mish" or "softplus" => new HeNormal(),
            "leaky-relu" => new HeNormal(activation.Parameters[0].Value),
            "selu" => new LeCunNormal(),
            _ => new XavierUniform(),
        };
}
