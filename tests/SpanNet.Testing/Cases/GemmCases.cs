namespace SpanNet.Testing.Cases;

/// <summary>The matrix products that tests, benchmarks and the comparison with BLAS libraries read.</summary>
public static class GemmCases
{
    private static readonly int[] squares = [64, 128, 256, 512, 1024, 2048];
    private static readonly (int Inputs, int Outputs)[] layers = [(784, 128), (784, 512), (512, 512), (512, 10), (128, 10)];
    private static readonly int[] batches = [1, 8, 32, 128, 512];

    /// <summary>The 81 of the comparison: squares, and the three products of five layers at five batch sizes.</summary>
    public static IReadOnlyList<GemmCase> Peers { get; } =
    [
        .. squares.Select(n => new GemmCase(GemmForm.Forward, n, n, n)),
        .. OfLayers((inputs, outputs, batch) => new(GemmForm.Forward, batch, outputs, inputs)),
        .. OfLayers((inputs, outputs, batch) => new(GemmForm.WeightGradient, inputs, outputs, batch)),
        .. OfLayers((inputs, outputs, batch) => new(GemmForm.InputGradient, batch, inputs, outputs)),
    ];

    /// <summary>Batch, outputs and inputs of small layers around every tail: of tiles, of vectors, of panels, of blocks, of strips.</summary>
    public static IReadOnlyList<(int Batch, int Outputs, int Inputs)> Tails { get; } =
    [
        (1, 128, 784),
        (2, 10, 512),
        (32, 10, 128),
        (33, 130, 300),
        (64, 64, 64),
        (241, 48, 7),
        (250, 33, 600),
        (500, 17, 1),
        (7, 96, 200),
        (16, 70, 53),
        (64, 80, 33),
        (40, 10, 100),
        (9, 16, 33),
        (8, 40, 50),
        (34, 301, 700),
        (14, 270, 1024),
        (1, 99, 101),
        (3, 22, 47),
        (30, 19, 77),
        (300, 80, 53),
        (600, 65, 8),
        (129, 100, 128),
        (1, 259, 37),
        (4, 258, 19),
        (13, 64, 15),
        (1, 67, 3),
        (1, 63, 141),
        (5, 513, 24),
        (2, 66, 1),
        (250, 63, 20),
        (7, 40, 260),
        (8, 24, 257),
        .. from batch in (int[])[1, 2, 5, 6, 7, 11, 12, 13, 25, 33]
        from outputs in (int[])[1, 4, 15, 16, 17, 32, 33, 100]
        select (batch, outputs, 1 + (((batch * 7) + (outputs * 3)) % 40)),
    ];

    private static IEnumerable<GemmCase> OfLayers(Func<int, int, int, GemmCase> make) =>
        from layer in layers
        from batch in batches
        select make(layer.Inputs, layer.Outputs, batch);
}
