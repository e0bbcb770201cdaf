using SpanNet.Configuration;
using SpanNet.Graphs;
using SpanNet.Kernels.Activations;

namespace SpanNet.Layers;

/// <summary>The layers and activations that files can name. A new layer is one line here.</summary>
public static class LayerCatalog
{
    /// <summary>All layers.</summary>
    public static Catalog<Layer> All { get; } =
        new(
            "layer",
            ("dense", Dense.Read),
            ("activate", Activate.Read),
            ("dropout", Dropout.Read),
            ("flatten", Flatten.Read),
            ("reshape", Reshape.Read),
            ("sum", Sum.Read),
            ("concat", Concat.Read)
        );

    /// <summary>All activations.</summary>
    public static Catalog<Activation> Activations { get; } = new("activation", ("relu", _ => Activation.ReLU));
}
