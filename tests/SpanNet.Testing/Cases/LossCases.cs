using System.Collections.Immutable;
using SpanNet.Losses;
using SpanNet.Reference.Losses;

namespace SpanNet.Testing.Cases;

/// <summary>Every loss of the catalog with its options, for tests and benchmarks.</summary>
public static class LossCases
{
    /// <summary>The cases; the first of each kind has the default options.</summary>
    public static IReadOnlyList<LossCase> All { get; } =
    [
        Indices("cross-entropy", 0, false),
        Indices("cross-entropy, smoothed", 0.1f, false),
        Indices("cross-entropy, class weights", 0, true),
        Indices("cross-entropy, smoothed, class weights", 0.2f, true),
        Probabilities("cross-entropy, probabilities", 0, false),
        Probabilities("cross-entropy, probabilities, smoothed, class weights", 0.3f, true),
        Elements("binary-cross-entropy", new BinaryCrossEntropy(), Share, (x, y) => ElementLossReference.Logistic(x, y, 1)),
        Elements(
            "binary-cross-entropy, positive weight",
            new BinaryCrossEntropy { PositiveWeight = 3.5f },
            Share,
            (x, y) => ElementLossReference.Logistic(x, y, 3.5)
        ),
        Elements("mse", new MeanSquaredError(), Number, ElementLossReference.Squared),
        Elements("mae", new MeanAbsoluteError(), Number, ElementLossReference.Absolute),
        Elements("huber", new Huber(), Number, (x, y) => ElementLossReference.Huber(x, y, 1)),
        Elements("huber, delta", new Huber { Delta = 0.4f }, Number, (x, y) => ElementLossReference.Huber(x, y, 0.4f)),
        Elements("hinge", new Hinge(), (random, _) => random.Next(2) == 0 ? -1 : 1, ElementLossReference.Hinge),
    ];

    /// <summary>The case called <paramref name="name"/>.</summary>
    public static LossCase Of(string name) => All.Single(c => c.Name == name);

    /// <summary>Unequal class weights.</summary>
    public static ImmutableArray<float> Weights(int classes) => [.. Enumerable.Range(0, classes).Select(j => 0.25f + (j % 5 * 0.5f))];

    private static LossCase Indices(string name, float smoothing, bool weighted) =>
        new(
            name,
            n => new SoftmaxCrossEntropy { LabelSmoothing = smoothing, ClassWeights = weighted ? Weights(n) : [] },
            (random, n) => random.Next(n),
            (x, t, rows, n) => CrossEntropyReference.OfIndices(x, [.. t.Select(y => (int)y)], WideWeights(weighted, n), smoothing, rows)
        );

    private static LossCase Probabilities(string name, float smoothing, bool weighted) =>
        new(
            name,
            n => new SoftmaxCrossEntropy
            {
                Targets = ClassTargets.Probabilities,
                LabelSmoothing = smoothing,
                ClassWeights = weighted ? Weights(n) : [],
            },
            Share,
            (x, t, rows, n) => CrossEntropyReference.OfProbabilities(x, t, WideWeights(weighted, n), smoothing, rows)
        );

    private static LossCase Elements(string name, Loss loss, Func<Random, int, float> target, Func<double, double, double> reference) =>
        new(name, _ => loss, target, (x, t, rows, _) => ElementLossReference.Mean(reference, x, t, rows));

    private static double[] WideWeights(bool weighted, int n) => [.. Weights(n).Select(w => weighted ? (double)w : 1)];

    private static float Share(Random random, int outputs) => random.NextSingle();

    private static float Number(Random random, int outputs) => (4 * random.NextSingle()) - 2;
}
