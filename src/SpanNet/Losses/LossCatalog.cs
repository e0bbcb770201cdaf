using SpanNet.Configuration;

namespace SpanNet.Losses;

/// <summary>The losses that files and the command line can name. A new one is one file, one line here and one case in the tests.</summary>
public static class LossCatalog
{
    /// <summary>Name and reader of each.</summary>
    public static Catalog<Loss> All { get; } =
        new(
            "loss",
            ("cross-entropy", SoftmaxCrossEntropy.Read),
            ("binary-cross-entropy", BinaryCrossEntropy.Read),
            ("mse", _ => new MeanSquaredError()),
            ("mae", _ => new MeanAbsoluteError()),
            ("huber", Huber.Read),
            ("hinge", _ => new Hinge())
        );
}
