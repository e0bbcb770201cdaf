using SpanNet.Configuration;

namespace SpanNet.Optimizers;

/// <summary>The optimizers that files and the command line can name. A new one is one file, one line here and one case in the tests.</summary>
public static class OptimizerCatalog
{
    /// <summary>Name and reader of each.</summary>
    public static Catalog<Optimizer> All { get; } =
        new(
            "optimizer",
            ("sgd", Sgd.Read),
            ("momentum", Momentum.Read),
            ("nesterov", Nesterov.Read),
            ("rmsprop", RmsProp.Read),
            ("adagrad", Adagrad.Read),
            ("adam", Adam.Read),
            ("adamw", AdamW.Read)
        );
}
