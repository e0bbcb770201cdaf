namespace SpanNet.Kernels.Activations;

/// <summary>Every activation by its name in files. A new one is added by one line here.</summary>
public static class ActivationCatalog
{
    /// <summary>The activations, in no particular order.</summary>
    public static IReadOnlyList<ActivationEntry> Entries { get; } =
    [
        new("identity", _ => Activation.Identity),
        new("relu", _ => Activation.ReLU),
        new("leaky-relu", p => Activation.LeakyReLU(p[0]), KeyValuePair.Create("slope", 0.01f)),
        new("elu", p => Activation.Elu(p[0]), KeyValuePair.Create("alpha", 1f)),
        new("selu", _ => Activation.Selu),
        new("gelu", _ => Activation.Gelu),
        new("gelu-tanh", _ => Activation.GeluTanh),
        new("silu", _ => Activation.SiLU),
        new("softplus", _ => Activation.Softplus),
        new("hard-sigmoid", _ => Activation.HardSigmoid),
        new("hard-swish", _ => Activation.HardSwish),
        new("mish", _ => Activation.Mish),
        new("sigmoid", _ => Activation.Sigmoid),
        new("tanh", _ => Activation.Tanh),
    ];

    /// <summary>The entry named <paramref name="name"/>, or null.</summary>
    public static ActivationEntry? Find(string name)
    {
        foreach (ActivationEntry entry in Entries)
        {
            if (entry.Name == name)
            {
                return entry;
            }
        }

        return null;
    }
}
