using System.Text.Json;
using SpanNet.Configuration;
using SpanNet.Graphs;
using SpanNet.Layers;
using SpanNet.Testing;

namespace SpanNet.Tests.Layers;

/// <summary>Convolutions and poolings against PyTorch 1.13; the file is written by tests/golden/convolutions.py.</summary>
public sealed class ConvolutionGoldenTests
{
    private static readonly JsonElement golden = GoldenFile.Read("convolutions.json");

    public static TheoryData<int> Cases => [.. Enumerable.Range(0, golden.GetProperty("cases").GetArrayLength())];

    [Theory]
    [MemberData(nameof(Cases))]
    public void ForwardAndAllGradientsAgreeWithPyTorch(int index)
    {
        JsonElement c = golden.GetProperty("cases")[index];
        int batch = golden.GetProperty("batch").GetInt32();
        Layer layer = LayerCatalog.All.Read(new OptionReader(c.GetProperty("layer"), ""));
        var builder = new GraphBuilder();
        Node input = builder.Input(new Shape([.. c.GetProperty("image").EnumerateArray().Select(extent => extent.GetInt32())]));
        var probe = new Probe(new float[batch * input.Shape.Length]);
        using var run = new NetworkRun(builder.Build(builder.Add(layer, builder.Add(probe, input))), batch);
        float[][] parameters = Arrays(c.GetProperty("parameters"));
        for (int i = 0; i < parameters.Length; i++)
        {
            run.Store.Import(run.Store.Parameters.Single(p => p.Name == Name(layer, i)), parameters[i]);
        }

        float[] y = run.Forward(batch, [Floats(c.GetProperty("x"))])[0];
        float[][] gradients = run.Backward(batch, [Floats(c.GetProperty("dy"))]);

        // Minimal filtering, from 16 channels on, adds and subtracts before it multiplies.
        bool isFiltered = input.Shape[^1] >= 16;
        Close.All("y", Wide(c.GetProperty("y")), y, isFiltered ? 1e-5 : 2e-6);
        Close.All("dx", Wide(c.GetProperty("dx")), probe.Gradient, isFiltered ? 1e-5 : 2e-6);
        for (int i = 0; i < parameters.Length; i++)
        {
            int number = run.Store.Parameters.Select(p => p.Name).ToList().IndexOf(Name(layer, i));
            Close.All(Name(layer, i), Wide(c.GetProperty("gradients")[i]), gradients[number], isFiltered ? 1e-5 : 5e-6);
        }
    }

    private static string Name(Layer layer, int i) => $"{layer.Kind}.{(i == 0 ? "weight" : "bias")}";

    private static float[][] Arrays(JsonElement array) => [.. array.EnumerateArray().Select(Floats)];

    private static float[] Floats(JsonElement array) => [.. array.EnumerateArray().Select(x => x.GetSingle())];

    private static double[] Wide(JsonElement array) => [.. array.EnumerateArray().Select(x => x.GetDouble())];
}
