using SpanNet.Kernels.Activations;

namespace SpanNet.Initializers;

/// <summary>
/// The factor by which the weights before an activation must be larger than before none, so that signals keep their size from
/// layer to layer. As torch.nn.init.calculate_gain.
/// </summary>
public static class Gain
{
    /// <summary>√2 for ReLU, √(2 / (1 + slope²)) for leaky ReLU, 5/3 for tanh, 3/4 for SELU, 1 for all others.</summary>
    public static float For(Activation activation) =>
        activation.Name switch
        {
            "relu" => (float)Rectifier(0),
            "leaky-relu" => (float)Rectifier(activation.Parameters[0].Value),
            "tanh" => 5f / 3,
            "selu" => 0.75f,
            _ => 1,
        };

    /// <summary>√(2 / (1 + slope²)): the gain of a ReLU with <paramref name="negativeSlope"/> below 0.</summary>
    internal static double Rectifier(double negativeSlope) => Math.Sqrt(2 / (1 + (negativeSlope * negativeSlope)));
}
