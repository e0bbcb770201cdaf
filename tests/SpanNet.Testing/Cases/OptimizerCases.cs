using SpanNet.Optimizers;
using SpanNet.Reference.Optimizers;

namespace SpanNet.Testing.Cases;

/// <summary>Every optimizer of the catalog, for tests and benchmarks.</summary>
public static class OptimizerCases
{
    /// <summary>The cases, in the catalog's order.</summary>
    public static IReadOnlyList<OptimizerCase> All { get; } =
    [
        new(new Sgd(), () => new SgdReference()),
        new(new Momentum(), () => new MomentumReference(0.9f)),
        new(new Nesterov(), () => new NesterovReference(0.9f)),
        new(new RmsProp(), () => new RmsPropReference(0.99f, 1e-8)),
        new(new Adagrad(), () => new AdagradReference(1e-10)),
        new(new Adam(), () => new AdamReference(0.9f, 0.999f, 1e-8)),
        new(new AdamW(), () => new AdamReference(0.9f, 0.999f, 1e-8)),
    ];

    /// <summary>The options that every optimizer shares, one at a time and together.</summary>
    public static IReadOnlyDictionary<string, Func<Optimizer, Optimizer>> Variants { get; } =
        new Dictionary<string, Func<Optimizer, Optimizer>>(StringComparer.Ordinal)
        {
            ["plain"] = o => o with { WeightDecay = 0 },
            ["defaults"] = o => o,
            ["l1"] = o => o with { L1 = 0.02f },
            ["l2"] = o => o with { L2 = 0.05f },
            ["decay"] = o => o with { WeightDecay = 0.3f },
            ["clip-value"] = o => o with { ClipValue = 0.4f },
            ["clip-norm"] = o => o with { ClipNorm = 0.5f },
            ["all"] = o => o with { L1 = 0.02f, L2 = 0.05f, WeightDecay = 0.3f, ClipValue = 0.6f, ClipNorm = 0.7f },
        };

    /// <summary>The case called <paramref name="kind"/>.</summary>
    public static OptimizerCase Of(string kind) => All.Single(c => c.Optimizer.Kind == kind);
}
