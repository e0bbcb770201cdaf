using System.Text.Json;
using SpanNet.Graphs;
using SpanNet.Layers;
using SpanNet.Planning;
using SpanNet.Testing;
using SpanNet.Testing.Cases;

namespace SpanNet.Tests.Layers;

/// <summary>Layers against PyTorch 1.13; the file is written by tests/golden/layers.py.</summary>
public sealed class LayerGoldenTests
{
    private const double Tolerance = 5e-6;

    private static readonly JsonElement golden = GoldenFile.Read("layers.json");

    private static readonly int batch = golden.GetProperty("batch").GetInt32();

    private static readonly JsonElement[] cases = [.. golden.GetProperty("cases").EnumerateArray()];

    public static TheoryData<string> Names => [.. cases.Select(c => c.GetProperty("name").GetString()!)];

    [Theory]
    [MemberData(nameof(Names))]
    public void OutputAndAllGradientsAgreeWithPyTorch(string name)
    {
        JsonElement c = Of(name);
        (Graph graph, Probe[] probes) = CaseOf(c).Network(batch);
        using var run = new NetworkRun(graph, batch);
        Import(run.Store, c);
        float[] y = run.Forward(batch, Floats2(c.GetProperty("inputs")))[0];
        float[][] dp = run.Backward(batch, [Floats(c.GetProperty("upstream"))]);

        Close.All("output", Doubles(c.GetProperty("output")), y, Tolerance);
        foreach ((JsonElement expected, int i) in c.GetProperty("input-gradients").EnumerateArray().Select((e, i) => (e, i)))
        {
            Close.All($"dx{i}", Doubles(expected), probes[i].Gradient, Tolerance);
        }

        foreach (JsonProperty expected in c.GetProperty("parameter-gradients").EnumerateObject())
        {
            Close.All($"d {expected.Name}", Doubles(expected.Value), dp[NumberOf(run.Store, expected.Name)], Tolerance);
        }

        if (c.TryGetProperty("after", out JsonElement after))
        {
            CheckAfter(c, run.Store, after);
        }
    }

    private static void CheckAfter(JsonElement c, ParameterStore trained, JsonElement after)
    {
        using var inference = new NetworkRun(CaseOf(c).Network(batch).Graph, batch, PlanMode.Inference);
        foreach ((Parameter source, Parameter copy) in trained.Parameters.Zip(inference.Store.Parameters))
        {
            float[] values = new float[source.Spec.Shape.Length];
            trained.Export(source, values);
            inference.Store.Import(copy, values);
            if (after.TryGetProperty(source.Spec.Name, out JsonElement expected))
            {
                Close.All(source.Name, Doubles(expected), values, Tolerance);
            }
        }

        float[] y = inference.Forward(batch, Floats2(c.GetProperty("inputs")))[0];
        Close.All("inference", Doubles(c.GetProperty("inference-output")), y, Tolerance);
    }

    private static JsonElement Of(string name) => cases.Single(c => c.GetProperty("name").GetString() == name);

    private static LayerCase CaseOf(JsonElement c) =>
        new(
            c.GetProperty("name").GetString()!,
            LayerCatalog.All.Read(c.GetProperty("layer"), "layer"),
            [.. c.GetProperty("shapes").EnumerateArray().Select(shape => new Shape([.. shape.EnumerateArray().Select(e => e.GetInt32())]))]
        );

    private static void Import(ParameterStore store, JsonElement c)
    {
        foreach (JsonProperty parameter in c.GetProperty("parameters").EnumerateObject())
        {
            store.Import(store.Parameters[NumberOf(store, parameter.Name)], Floats(parameter.Value));
        }
    }

    private static int NumberOf(ParameterStore store, string name) =>
        Enumerable.Range(0, store.Parameters.Length).Single(i => store.Parameters[i].Spec.Name == name);

    private static float[][] Floats2(JsonElement array) => [.. array.EnumerateArray().Select(Floats)];

    private static float[] Floats(JsonElement array) => [.. array.EnumerateArray().Select(x => x.GetSingle())];

    private static double[] Doubles(JsonElement array) => [.. array.EnumerateArray().Select(x => x.GetDouble())];
}
