using SpanNet.Configuration;
using SpanNet.Graphs;
using SpanNet.Kernels.Activations;

namespace SpanNet.Layers;

/// <summary>The layers and activations that files can name. A new layer is one line here; one of another assembly is registered.</summary>
public static class LayerCatalog
{
    /// <summary>All layers.</summary>
    public static Catalog<Layer> All { get; } =
        new(
            "layer",
            ("dense", Dense.Read),
            ("conv2d", Conv2D.Read),
            ("conv1d", Conv1D.Read),
            ("conv-transpose2d", ConvTranspose2D.Read),
            ("max-pool2d", MaxPool2D.Read),
            ("avg-pool2d", AvgPool2D.Read),
            ("global-avg-pool", GlobalAvgPool.Read),
            ("global-max-pool", GlobalMaxPool.Read),
            ("adaptive-avg-pool2d", AdaptiveAvgPool2D.Read),
            ("activate", Activate.Read),
            ("dropout", Dropout.Read),
            ("flatten", Flatten.Read),
            ("reshape", Reshape.Read),
            ("sum", Sum.Read),
            ("concat", Concat.Read),
            ("softmax", Softmax.Read),
            ("batch-norm", BatchNorm.Read),
            ("layer-norm", LayerNorm.Read),
            ("group-norm", GroupNorm.Read),
            ("rms-norm", RmsNorm.Read),
            ("embedding", Embedding.Read),
            ("positional-embedding", PositionalEmbedding.Read),
            ("multiply", Multiply.Read),
            ("subtract", Subtract.Read),
            ("slice", Slice.Read),
            ("transpose", Transpose.Read),
            ("gather", Gather.Read),
            ("mean", Mean.Read),
            ("max", Max.Read),
            ("upsample", Upsample.Read),
            ("pad", Pad.Read),
            ("spatial-dropout", SpatialDropout.Read),
            ("rnn", Rnn.Read),
            ("gru", Gru.Read),
            ("lstm", Lstm.Read)
        );

    /// <summary>
    /// Makes a layer of another assembly known to architectures and model files. Call it once, before a file with such a layer is read; layers
    /// that only code uses need it not.
    /// </summary>
    /// <param name="kind">The layer's <see cref="Layer.Kind"/>.</param>
    /// <param name="read">Makes the layer from what its <see cref="Layer.WriteOptions"/> wrote.</param>
    /// <exception cref="ArgumentException">There is a layer of this kind already.</exception>
    public static void Register(string kind, Func<OptionReader, Layer> read)
    {
        ArgumentException.ThrowIfNullOrEmpty(kind);
        ArgumentNullException.ThrowIfNull(read);
        All.Add(kind, read);
    }

    /// <summary>All activations.</summary>
    public static Catalog<Activation> Activations { get; } =
        new("activation", [.. ActivationCatalog.Entries.Select(entry => (entry.Name, ReaderOf(entry)))]);

    private static Func<OptionReader, Activation> ReaderOf(ActivationEntry entry) =>
        options =>
        {
            var parameters = entry.Parameters.Select(p => KeyValuePair.Create(p.Key, options.Single(p.Key, p.Value))).ToArray();
            try
            {
                return entry.Create(parameters);
            }
            catch (ArgumentException exception)
            {
                throw new ConfigurationException(options.Path, exception.Message);
            }
        };
}
