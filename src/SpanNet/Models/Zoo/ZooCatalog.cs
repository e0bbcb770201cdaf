using SpanNet.Configuration;
using SpanNet.Graphs;
using SpanNet.Kernels.Activations;
using SpanNet.Layers;

namespace SpanNet.Models;

/// <summary>The networks that can be named. A new one is one entry here.</summary>
public static class ZooCatalog
{
    /// <summary>The network that is used when nobody names one.</summary>
    public const string Default = "mlp";

    /// <summary>All networks.</summary>
    public static IReadOnlyList<ZooEntry> Entries { get; } =
    [
        new(
            Default,
            "one hidden layer of 256 ReLU with dropout, for small images and tables",
            new Shape(8, 8, 1),
            10,
            (input, outputs) =>
                Graph.Sequential(input, new Flatten(), new Dense(256, Activation.ReLU), new Dropout(0.3f), new Dense(outputs))
        ),
        new(
            "mlp-s",
            "784-128-10 ReLU: MNIST's size, a measure of small steps",
            new Shape(28, 28, 1),
            10,
            (input, outputs) => Perceptron(input, outputs, Activation.ReLU, 128)
        ),
        new(
            "mlp-l",
            "784-512-512-10 ReLU: MNIST's size, a measure of large products",
            new Shape(28, 28, 1),
            10,
            (input, outputs) => Perceptron(input, outputs, Activation.ReLU, 512, 512)
        ),
        new(
            "tiny",
            "16-32-32-4 tanh: a measure of what a step costs besides its arithmetic",
            new Shape(16),
            4,
            (input, outputs) => Perceptron(input, outputs, Activation.Tanh, 32, 32)
        ),
        new(
            "lenet",
            "two convolutions 5×5 of 8 and 16 channels, each with ReLU and a pool, then dense: for small grey images",
            new Shape(28, 28, 1),
            10,
            ConvolutionalNetwork.LeNet
        ),
        new(
            "cnn-m",
            "three blocks of convolution 3×3, batch normalization and ReLU of 32, 64 and 128 channels, then dense: for small colour images",
            new Shape(32, 32, 3),
            10,
            ConvolutionalNetwork.Blocks
        ),
        new(
            "resnet-8",
            "residual network of 8 layers, 16 to 64 channels: for small images",
            new Shape(32, 32, 3),
            10,
            (input, outputs) => ResidualNetwork.Build(input, outputs, 1)
        ),
        new(
            "resnet-20",
            "residual network of 20 layers, 16 to 64 channels: for small images",
            new Shape(32, 32, 3),
            10,
            (input, outputs) => ResidualNetwork.Build(input, outputs, 3)
        ),
        new(
            "mobilenet",
            "convolutions by channel and across channels in turn, 16 to 128 channels: few weights, for small images",
            new Shape(32, 32, 3),
            10,
            DepthwiseNetwork.Build
        ),
        new(
            "gru",
            "64 gated recurrent units over 50 steps of 16 numbers, then dense: a measure of recurrent nets",
            new Shape(50, 16),
            1,
            (input, outputs) => Graph.Sequential(input, new Gru(64) { Output = RecurrentOutput.LastState }, new Dense(outputs))
        ),
        new(
            "lstm",
            "64 cells of long short-term memory over 50 steps of 16 numbers, then dense: a measure of recurrent nets",
            new Shape(50, 16),
            1,
            (input, outputs) => Graph.Sequential(input, new Lstm(64) { Output = RecurrentOutput.LastState }, new Dense(outputs))
        ),
        new("autoencoder", "small images to a code of 32 numbers and back", new Shape(28, 28, 1), 28 * 28, Autoencoder.Build),
        new(
            "transformer",
            "encoder of width 128, 4 heads, 2 layers, over a sequence of up to 64 rows or so: for sequences and pictures row by row",
            new Shape(64, 32),
            10,
            TransformerNetworks.Encoder
        ),
        new(
            "char-lm",
            "causal encoder of width 128, 4 heads, 2 layers, that foretells the next character: for texts",
            new Shape([64]),
            64,
            TransformerNetworks.CharacterModel
        ),
    ];

    /// <summary>The names.</summary>
    public static IEnumerable<string> Names => Entries.Select(entry => entry.Name);

    /// <summary>The network named <paramref name="name"/>, or null.</summary>
    public static ZooEntry? Find(string name) => Entries.FirstOrDefault(entry => entry.Name == name);

    /// <summary>The network named <paramref name="name"/>.</summary>
    /// <exception cref="ConfigurationException">There is none; the message names the nearest.</exception>
    public static ZooEntry Get(string name) =>
        Find(name) ?? throw new ConfigurationException($"unknown network '{name}'; {Spelling.Suggest(name, Names)}");

    private static Graph Perceptron(Shape input, int outputs, Activation activation, params ReadOnlySpan<int> hidden)
    {
        Layer[] layers = [new Flatten(), .. hidden.ToArray().Select(width => new Dense(width, activation)), new Dense(outputs)];
        return Graph.Sequential(input, layers);
    }
}
