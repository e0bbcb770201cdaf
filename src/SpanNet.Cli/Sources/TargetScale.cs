using SpanNet.Data;
using SpanNet.Graphs;
using SpanNet.Layers;
using SpanNet.Models;
using SpanNet.Planning;

namespace SpanNet.Cli.Sources;

/// <summary>
/// Mean and deviation of the numbers to predict. A network learns (t − mean) / deviation, whatever the unit of t: prices in thousands
/// would need weights that no usual learning rate reaches. Afterwards the last layer takes the unit back into its weights
/// (w ← deviation · w, b ← deviation · b + mean), so that the saved model speaks in the unit of the data.
/// </summary>
internal sealed record TargetScale(float Mean, float Deviation)
{
    /// <summary>
    /// Whether a network can take the unit back: its only output comes from a dense layer with bias and no activation, of which nothing is
    /// frozen.
    /// </summary>
    public static bool Fits(Graph graph, IReadOnlySet<string> frozen) =>
        graph.Outputs is [{ Layer: Dense { Activation: null, HasBias: true } } output]
        && !frozen.Any(name => name.StartsWith($"{output.Owner.Name}.", StringComparison.Ordinal));

    /// <summary>Measures the targets of <paramref name="train"/>; the deviation of equal targets counts as 1.</summary>
    public static TargetScale Measure(Dataset train)
    {
        float[] input = new float[train.InputLength];
        float[] target = new float[train.TargetLength];
        double mean = 0;
        double squares = 0;
        for (int i = 0; i < train.Count; i++)
        {
            // Welford 1962: targets may be far from 0.
            train.Read(i, input, target);
            double before = target[0] - mean;
            mean += before / (i + 1);
            squares += before * (target[0] - mean);
        }

        float deviation = (float)Math.Sqrt(squares / train.Count);
        return new TargetScale((float)mean, deviation > 0 && float.IsFinite(deviation) ? deviation : 1);
    }

    /// <summary><paramref name="data"/> with targets as the network learns them.</summary>
    public Dataset Apply(Dataset data) => new StandardizedTargets(data, this);

    /// <summary>Lets the last layer of <paramref name="model"/> speak in the unit of the data.</summary>
    public void FoldInto(Model model) => Change(model, w => Deviation * w, b => (Deviation * b) + Mean);

    /// <summary>Takes the unit of the data out of the last layer of a model that speaks in it.</summary>
    public void TakeOutOf(Model model) => Change(model, w => w / Deviation, b => (b - Mean) / Deviation);

    private static void Change(Model model, Func<float, float> weight, Func<float, float> bias)
    {
        string layer = model.Graph.Outputs[0].Owner.Name;
        Change(model.Parameters, $"{layer}.weight", weight);
        Change(model.Parameters, $"{layer}.bias", bias);
    }

    private static void Change(ParameterStore store, string name, Func<float, float> change)
    {
        Parameter parameter = store.Parameters.Single(candidate => candidate.Name == name);
        float[] values = new float[parameter.Spec.Shape.Length];
        store.Export(parameter, values);
        store.Import(parameter, Array.ConvertAll(values, value => change(value)));
    }
}
