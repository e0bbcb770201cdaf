using SpanNet.Graphs;
using SpanNet.Kernels.Activations;
using SpanNet.Layers;

namespace SpanNet.Testing.Cases;

/// <summary>Every layer in several configurations, read by tests and benchmarks. A test fails when the catalog names one that is missing here.</summary>
public static class LayerCases
{
    public static IReadOnlyList<LayerCase> All { get; } =
    [
        new("dense 5-7", new Dense(7), new Shape(5)),
        new("dense 1-1", new Dense(1), new Shape([1])),
        new("dense 18-33", new Dense(33), new Shape(18)),
        new("dense 16-16", new Dense(16), new Shape(16)),
        new("dense without bias", new Dense(6) { HasBias = false }, new Shape(9)),
        new("dense on rows", new Dense(4, Activation.ReLU), new Shape(3, 5)),
        new("dense on an image", new Dense(3, Activation.Gelu) { HasBias = false }, new Shape(2, 3, 4)),
        new("dense to its own shape", new Dense(8, Activation.SiLU), new Shape(2, 8)),
        .. ActivationCases.All.Select(c => new LayerCase($"dense {c}", new Dense(6, c.Activation), new Shape(6))),
        .. ActivationCases.All.Select(c => new LayerCase($"activate {c}", new Activate(c.Activation), new Shape(19))),
        new("dropout 0.5", new Dropout(0.5f), new Shape(23)),
        new("dropout 0.1 on rows", new Dropout(0.1f), new Shape(3, 6)),
        new("dropout 0", new Dropout(0f), new Shape(5)),
        new("flatten an image", new Flatten(), new Shape(2, 3, 4)),
        new("flatten a row", new Flatten(), new Shape(7)),
        new("reshape", new Reshape(new Shape(4, 3)), new Shape(2, 6)),
        new("reshape to one axis", new Reshape(new Shape(12)), new Shape(2, 6)),
        new("sum of two", new Sum(), new Shape(17), new Shape(17)),
        new("sum of three", new Sum(), new Shape(2, 5), new Shape(2, 5), new Shape(2, 5)),
        new("concat rows", new Concat(), new Shape(5), new Shape([1]), new Shape(3)),
        new("concat axis 0", new Concat(0), new Shape(1, 3, 4), new Shape(2, 3, 4)),
        new("concat axis 1", new Concat(1), new Shape(2, 1, 4), new Shape(2, 3, 4)),
        new("concat axis 2", new Concat(2), new Shape(2, 3, 5), new Shape(2, 3, 2)),
        new("concat axis -2", new Concat(-2), new Shape(2, 2, 3), new Shape(2, 2, 3), new Shape(2, 2, 3)),
        new("concat equals", new Concat(), new Shape(4), new Shape(4)),
        new("softmax", new Softmax(), new Shape(10)),
        new("softmax of one", new Softmax(), new Shape([1])),
        new("softmax on rows", new Softmax(), new Shape(3, 17)),
        new("log softmax", new Softmax { IsLogarithmic = true }, new Shape(10)),
        new("log softmax on rows", new Softmax { IsLogarithmic = true }, new Shape(3, 5)),
        new("batch norm", new BatchNorm(), new Shape(5)),
        new("batch norm of 37 channels", new BatchNorm { Epsilon = 0.5f }, new Shape(2, 37)),
        new("batch norm on an image", new BatchNorm(), new Shape(3, 2, 18)),
        new("batch norm relu", new BatchNorm { Activation = Activation.ReLU, Epsilon = 0.1f }, new Shape(2, 2, 3)),
        new("batch norm gelu", new BatchNorm { Activation = Activation.Gelu, Epsilon = 0.1f }, new Shape(4, 6)),
        new("layer norm", new LayerNorm(), new Shape(7)),
        new("layer norm on rows", new LayerNorm { Epsilon = 0.01f }, new Shape(3, 41)),
        new("layer norm of one", new LayerNorm(), new Shape([1])),
        new("rms norm", new RmsNorm(), new Shape(9)),
        new("rms norm on rows", new RmsNorm { Epsilon = 0.01f }, new Shape(3, 33)),
        new("group norm", new GroupNorm(2), new Shape(3, 2, 6)),
        new("group norm of one group", new GroupNorm(1) { Epsilon = 0.01f }, new Shape(2, 2, 5)),
        new("instance norm", new GroupNorm(18) { Epsilon = 0.1f }, new Shape(5, 18)),
    ];

    /// <summary>The case called <paramref name="name"/>.</summary>
    public static LayerCase Of(string name) => All.Single(c => c.Name == name);
}
