using System.Text.Json;
using SpanNet.Cli.Commands;
using SpanNet.Cli.Reports;
using SpanNet.Diagnostics;
using SpanNet.Graphs;
using SpanNet.Kernels.Threading;
using SpanNet.Layers;
using SpanNet.Losses;
using SpanNet.Models;
using SpanNet.Optimizers;
using SpanNet.Testing.Cases;

namespace SpanNet.Cli.Tests;

/// <summary><c>bench</c>, <c>profile</c> and <c>summary</c> know every layer of the catalog.</summary>
public sealed class EveryLayerTests
{
    private const int Batch = 3;

    private static readonly Lazy<Roofline> roof = new(() => Roofline.Measure(threads: 1));

    public static TheoryData<string> Kinds => [.. LayerCatalog.All.Kinds];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Summary_shows_and_draws_it(string kind)
    {
        LayerCase item = CaseOf(kind);
        using var model = new Model(GraphOf(item), seed: 1);
        var summary = new Summary(model, new Adam(), Batch);
        using var table = new StringWriter();
        using var drawing = new StringWriter();
        using var json = new StringWriter();
        summary.Show(new PlainReport(table), kind);
        GraphvizDrawing.Write(drawing, model.Graph);
        JsonLine.Write(json, summary.Write);

        string description = LayerText.Describe(item.Layer);
        Assert.Contains($" {description} ", table.ToString(), StringComparison.Ordinal);
        Assert.Contains($@"\n{description}\n[", drawing.ToString(), StringComparison.Ordinal);
        JsonElement layer = JsonDocument.Parse(json.ToString()).RootElement.GetProperty("layers").EnumerateArray().Last();
        Assert.Equal(kind, layer.GetProperty("kind").GetString());
        Assert.Equal(item.Layer.Flops(item.Inputs), layer.GetProperty("flops").GetInt64());
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Bench_runs_it_and_profile_counts_the_same_operations(string kind)
    {
        LayerCase item = CaseOf(kind);
        using var model = new Model(GraphOf(item), seed: 1);
        using var training = BenchWorkload.Train(model, Batch, ThreadTeam.Single, new Adam(), new MeanSquaredError());
        using var prediction = BenchWorkload.Infer(model, Batch, ThreadTeam.Single);

        // An activation behind a dense layer is fused into it and counts nothing there.
        long fused = item.Layer is Activate ? item.Layer.Flops(item.Inputs) : 0;
        Assert.Equal(Batch * (NetworkCost.Training(model.Graph) - (2 * fused)), Flops(training));
        Assert.Equal(Batch * (NetworkCost.Forward(model.Graph) - fused), Flops(prediction));
    }

    private static long Flops(BenchWorkload calls)
    {
        calls.Run();
        Profiler profiler = calls.Profile();
        calls.Run();
        calls.CountAllocations();
        Profile profile = profiler.ToProfile(roof.Value);
        using var text = new StringWriter();
        new ProfileReport(profile).Show(new PlainReport(text), [], threads: 1);
        return profile.Rows.Sum(row => row.Part.Flops);
    }

    private static LayerCase CaseOf(string kind) => LayerCases.All.First(item => item.Layer.Kind == kind);

    /// <summary>The layer behind one input: each of its own inputs is made of it by a dense layer, unless they are indices.</summary>
    private static Graph GraphOf(LayerCase item)
    {
        var builder = new GraphBuilder();
        Node x = builder.Input(item.Inputs[0]);
        Node row = item.Layer is Embedding ? x : builder.Add(new Flatten(), x);
        Node Made(Shape shape) => builder.Add(new Reshape(shape), builder.Add(new Dense(shape.Length), row));
        Node[] inputs = item.Layer is Embedding ? [x] : [.. item.Inputs.Select(Made)];
        return builder.Build(builder.Add(item.Layer, inputs));
    }
}
