using SpanNet.Graphs;
using SpanNet.Layers;

namespace SpanNet.Testing.Cases;

/// <summary>The poolings of <see cref="LayerCases"/>: windows side by side and overlapping, borders, odd sizes.</summary>
internal static class PoolCases
{
    public static IReadOnlyList<LayerCase> All { get; } =
    [
        new("max-pool2d 2", new MaxPool2D(2), new Shape(4, 6, 3)),
        new("max-pool2d 2 odd", new MaxPool2D(2), new Shape(3, 3, 17)),
        new("max-pool2d 3 stride 2", new MaxPool2D(3) { Stride = 2, Padding = 1 }, new Shape(5, 6, 4)),
        new("max-pool2d 3 stride 1 same", new MaxPool2D(3) { Stride = 1, Padding = Padding.Same }, new Shape(4, 3, 2)),
        new("max-pool2d 2x3 stride 3x1", new MaxPool2D(new Size2D(2, 3)) { Stride = new Size2D(3, 1) }, new Shape(7, 5, 1)),
        new("avg-pool2d 2", new AvgPool2D(2), new Shape(2, 4, 18)),
        new("avg-pool2d 2 odd", new AvgPool2D(2), new Shape(5, 5, 3)),
        new("avg-pool2d 3 stride 2", new AvgPool2D(3) { Stride = 2, Padding = 1 }, new Shape(5, 6, 4)),
        new(
            "avg-pool2d 3 without padding",
            new AvgPool2D(3)
            {
                Stride = 1,
                Padding = Padding.Same,
                CountsPadding = false,
            },
            new Shape(4, 3, 2)
        ),
        new("global-avg-pool", new GlobalAvgPool(), new Shape(3, 4, 5)),
        new("global-max-pool", new GlobalMaxPool(), new Shape(3, 4, 5)),
        new("adaptive-avg-pool2d", new AdaptiveAvgPool2D(new Size2D(2, 3)), new Shape(5, 7, 3)),
        new("adaptive-avg-pool2d larger", new AdaptiveAvgPool2D(3), new Shape(2, 3, 4)),
    ];
}
