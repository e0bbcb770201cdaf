using System.Collections.Immutable;
using SpanNet.Catalogs;
using Option = SpanNet.Catalogs.CatalogOption<SpanNet.Optimizers.Optimizer>;

namespace SpanNet.Optimizers;

/// <summary>The optimizers that files and the command line can name. A new one is one file, one line here and one case in the tests.</summary>
public static class OptimizerCatalog
{
    private static readonly Option Rate = Option.Number<Optimizer>(
        "learning-rate",
        "Step size.",
        o => o.LearningRate,
        (o, v) => o with { LearningRate = v }
    );

    private static readonly ImmutableArray<Option> Shared =
    [
        Option.Number<Optimizer>("l1", "λ of the penalty λ·Σ|w|.", o => o.L1, (o, v) => o with { L1 = v }),
        Option.Number<Optimizer>("l2", "λ of the penalty λ/2·Σw².", o => o.L2, (o, v) => o with { L2 = v }),
        Option.Number<Optimizer>(
            "weight-decay",
            "Decoupled decay of the weights.",
            o => o.WeightDecay,
            (o, v) => o with { WeightDecay = v }
        ),
        Option.Number<Optimizer>("clip-norm", "Largest norm of the whole gradient.", o => o.ClipNorm, (o, v) => o with { ClipNorm = v }),
        Option.Number<Optimizer>("clip-value", "Largest gradient element.", o => o.ClipValue, (o, v) => o with { ClipValue = v }),
    ];

    private static readonly ImmutableArray<Option> AdamOptions =
    [
        Option.Number<Adam>("beta1", "Smoothing of the gradient.", o => o.Beta1, (o, v) => o with { Beta1 = v }),
        Option.Number<Adam>("beta2", "Smoothing of the squared gradient.", o => o.Beta2, (o, v) => o with { Beta2 = v }),
        Option.Number<Adam>("epsilon", "Keeps the quotient finite.", o => o.Epsilon, (o, v) => o with { Epsilon = v }),
    ];

    /// <summary>All of them.</summary>
    public static Catalog<Optimizer> Optimizers { get; } =
        new(
            "optimizer",
            Entry("sgd", new Sgd()),
            Entry(
                "momentum",
                new Momentum(),
                Option.Number<Momentum>("momentum", "Share of the last direction.", o => o.Factor, (o, v) => o with { Factor = v })
            ),
            Entry(
                "nesterov",
                new Nesterov(),
                Option.Number<Nesterov>("momentum", "Share of the last direction.", o => o.Factor, (o, v) => o with { Factor = v })
            ),
            Entry(
                "rmsprop",
                new RmsProp(),
                Option.Number<RmsProp>("alpha", "Smoothing of the squared gradient.", o => o.Alpha, (o, v) => o with { Alpha = v }),
                Option.Number<RmsProp>("epsilon", "Keeps the quotient finite.", o => o.Epsilon, (o, v) => o with { Epsilon = v })
            ),
            Entry(
                "adagrad",
                new Adagrad(),
                Option.Number<Adagrad>("epsilon", "Keeps the quotient finite.", o => o.Epsilon, (o, v) => o with { Epsilon = v })
            ),
            Entry("adam", new Adam(), AdamOptions),
            Entry("adamw", new AdamW(), AdamOptions)
        );

    private static CatalogEntry<Optimizer> Entry(string name, Optimizer defaults, params ImmutableArray<Option> own) =>
        new(name, defaults, [Rate, .. own, .. Shared]);
}
