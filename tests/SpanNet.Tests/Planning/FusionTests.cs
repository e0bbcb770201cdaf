using SpanNet.Graphs;
using SpanNet.Kernels.Activations;
using SpanNet.Kernels.Threading;
using SpanNet.Layers;
using SpanNet.Models;
using SpanNet.Operators;
using SpanNet.Planning;
using SpanNet.Testing;

namespace SpanNet.Tests.Planning;

/// <summary>
/// What a convolution does for the layers behind it. Where every value is an output nothing can be fused: both plans of one
/// network must give the same bits.
/// </summary>
public sealed class FusionTests
{
    private static readonly Activate relu = new(Activation.ReLU);

    public static TheoryData<string> Convolutions => [.. cases.Keys];

    private static readonly Dictionary<string, (Shape Input, Layer Layer)> cases = new()
    {
        ["one channel"] = (new Shape(9, 7, 1), new Conv2D(8, 3) { Padding = Padding.Same }),
        ["more than a block"] = (new Shape(64, 64, 8), new Conv2D(16, 3) { Padding = Padding.Same }),
        ["no bias"] = (new Shape(8, 8, 16), new Conv2D(32, 3) { Padding = Padding.Same, HasBias = false }),
        ["odd channels, stride"] = (new Shape(9, 11, 5), new Conv2D(19, 3) { Stride = 2 }),
        ["many channels"] = (new Shape(3, 3, 3), new Conv2D(300, 2)),
        ["1×1"] = (new Shape(6, 5, 12), new Conv2D(70, 1)),
        ["1×1, stride"] = (new Shape(6, 6, 12), new Conv2D(24, 1) { Stride = 2, HasBias = false }),
        ["depthwise"] = (new Shape(8, 8, 24), new Conv2D(24, 3) { Groups = 24, Padding = Padding.Same }),
        ["groups"] = (new Shape(8, 8, 6), new Conv2D(10, 3) { Groups = 2 }),
        ["along a sequence"] = (new Shape(30, 6), new Conv1D(20, 5)),
    };

    [Theory]
    [MemberData(nameof(Convolutions))]
    public void AConvolutionDoesWhatFollowsItWithTheSameBits(string name)
    {
        (Shape shape, Layer layer) = cases[name];
        Compare("conv2d + batch-norm", layer, shape, (builder, _, y) => builder.Add(new BatchNorm(), y));
        Compare("conv2d + batch-norm", layer, shape, (builder, _, y) => builder.Add(new BatchNorm { Activation = Activation.Gelu }, y));
        Compare(
            "conv2d + batch-norm + activate",
            layer,
            shape,
            (builder, _, y) => builder.Add(relu, builder.Add(new BatchNorm { Epsilon = 0.1f }, y))
        );
        Compare("conv2d + sum", layer, shape, (builder, other, y) => builder.Add(new Sum(), other, y));
        Compare(
            "conv2d + batch-norm + sum + activate",
            layer,
            shape,
            (builder, other, y) =>
                builder.Add(new Activate(Activation.Tanh), builder.Add(new Sum(), builder.Add(new BatchNorm(), y), other))
        );
    }

    [Theory]
    [MemberData(nameof(Convolutions))]
    public void InTrainingAResidualIsAddedAndActivatedWithTheSameBits(string name)
    {
        (Shape shape, Layer layer) = cases[name];
        CompareTraining("conv2d + sum", layer, shape, null);
        CompareTraining("conv2d + sum + activate", layer, shape, Activation.ReLU);
        CompareTraining("conv2d + sum + activate", layer, shape, Activation.Tanh);
        CompareTraining("conv2d + sum", layer, shape, Activation.Gelu);
    }

    [Theory]
    [InlineData(28, 28, 16, 2, 2)]
    [InlineData(6, 4, 19, 2, 2)]
    [InlineData(9, 12, 40, 3, 4)]
    public void InTrainingANormalizationActivatesAndPoolsWithTheSameBits(int height, int width, int channels, int rows, int columns)
    {
        Shape image = new(height, width, channels);
        var pool = new MaxPool2D(new Size2D(rows, columns));
        foreach (Activation? activation in new[] { null, Activation.ReLU })
        {
            Layer[] follow = activation is null ? [new BatchNorm(), pool] : [new BatchNorm(), new Activate(activation), pool];
            string kind = activation is null ? "batch-norm + max-pool2d" : "batch-norm + activate + max-pool2d";
            Graph Build(bool fuses)
            {
                var builder = new GraphBuilder();
                Node first = builder.Add(new Dense(channels), builder.Input(image));
                List<Node> nodes = [first];
                foreach (Layer layer in follow)
                {
                    nodes.Add(builder.Add(layer, nodes[^1]));
                }

                Node end = builder.Add(new Dense(2), nodes[^1]);
                return fuses ? builder.Build(end) : builder.Build([end, .. nodes]);
            }

            foreach (
                string[] frozen in (string[][])
                    [
                        [],
                        ["batch-norm.weight", "batch-norm.bias"],
                    ]
            )
            {
                float[][] expected = Gradients(Build(fuses: false), ThreadTeam.Single, frozen);
                for (int threads = 1; threads <= 3; threads++)
                {
                    using var team = new ThreadTeam(threads);
                    Assert.Equal(expected, Gradients(Build(fuses: true), team, frozen, kind));
                }
            }
        }

        static float[][] Gradients(Graph graph, ThreadTeam team, string[] frozen, string? kind = null)
        {
            const int batch = 5;
            using var run = new NetworkRun(graph, batch, team: team, frozen: frozen.ToHashSet()) { Garbage = float.NaN };
            if (kind is not null)
            {
                Assert.Equal(kind, run.Plan.Steps[1].Kind);
            }

            float[] y = run.Forward(batch - 1, run.RandomInputs(batch - 1, seed: 1))[0];
            float[][] dy = run.RandomOutputGradients(batch - 1, seed: 2);
            return [y, .. run.Backward(batch - 1, [dy[0], .. dy[1..].Select(each => new float[each.Length])])];
        }
    }

    [Fact]
    public void OnlyWindowsSideBySideBehindReluAreTakenOver()
    {
        Shape image = new(8, 8, 4);
        var pool = new MaxPool2D(2);
        Assert.Equal(["batch-norm + max-pool2d"], Kinds(Graph.Sequential(image, new BatchNorm(), pool), PlanMode.Training));
        Assert.Equal(["batch-norm", "max-pool2d"], Kinds(Graph.Sequential(image, new BatchNorm(), pool), PlanMode.Inference));
        Layer[][] apart =
        [
            [new BatchNorm { Activation = Activation.Tanh }, pool],
            [new BatchNorm(), pool with { Stride = 1 }],
            [new BatchNorm(), new MaxPool2D(3)],
            [new BatchNorm(), pool with { Padding = 1 }],
            [new BatchNorm(), new AvgPool2D(2)],
            [new BatchNorm(), new Reshape(new Shape(8, 4, 8)), pool],
        ];
        foreach (Layer[] layers in apart)
        {
            Assert.Equal(2, Kinds(Graph.Sequential(image, layers), PlanMode.Training).Count());
        }
    }

    [Fact]
    public void TheGradientBehindThePoolingLiesOverItsInput()
    {
        Graph graph = ZooCatalog.Get("cnn-m").Build();
        using var store = new ParameterStore(graph);
        Plan plan = Plan.Compile(store, PlanMode.Training, 2);
        new ShadowMemory(plan).Run();
        PlanStep[] pooled = [.. plan.Steps.Where(step => step.Kind.EndsWith("max-pool2d", StringComparison.Ordinal))];
        Assert.Equal(2, pooled.Length);
        Assert.All(pooled, step => Assert.Equal(step.Inputs[0].Value.Offset, step.Inputs[0].Gradient.Offset));
    }

    [Fact]
    public void WhatComesTooLateOrTwiceOrInOtherShapeIsNotFused()
    {
        var conv = new Conv2D(4, 3) { Padding = Padding.Same };
        Shape image = new(5, 5, 4);
        Assert.Equal(["conv2d", "batch-norm"], Kinds(Graph.Sequential(image, conv, new Flatten(), new BatchNorm()), PlanMode.Inference));
        Assert.Equal(["conv2d", "batch-norm + activate"], Kinds(Graph.Sequential(image, conv, new BatchNorm(), relu), PlanMode.Training));
        Assert.Equal(["conv2d", "batch-norm"], Kinds(Graph.Sequential(image, conv, new BatchNorm()), PlanMode.Training));
        Assert.Equal(["conv2d + activate", "batch-norm"], Kinds(Graph.Sequential(image, conv, relu, new BatchNorm()), PlanMode.Inference));

        var builder = new GraphBuilder();
        Node x = builder.Input(image);
        Node early = builder.Add(conv, x);
        Node late = builder.Add(conv, x);
        Assert.Equal(["conv2d", "conv2d + sum"], Kinds(builder.Build(builder.Add(new Sum(), early, late)), PlanMode.Inference));

        builder = new GraphBuilder();
        Node twice = builder.Add(conv, builder.Input(image));
        Assert.Equal(["conv2d", "sum"], Kinds(builder.Build(builder.Add(new Sum(), twice, twice)), PlanMode.Inference));
    }

    [Fact]
    public void ParametersMayChangeUnderAPlan()
    {
        Graph graph = Graph.Sequential(new Shape(6, 6, 3), new Conv2D(8, 3), new BatchNorm());
        using var run = new NetworkRun(graph, 2, PlanMode.Inference);
        using var other = new NetworkRun(graph, 2, PlanMode.Inference);
        float[][] x = run.RandomInputs(2, seed: 1);
        float[] before = run.Forward(2, x)[0];
        foreach (NetworkRun each in (NetworkRun[])[run, other])
        {
            foreach (Parameter parameter in each.Store.Parameters)
            {
                each.Store.Import(parameter, [.. Enumerable.Range(0, parameter.Spec.Shape.Length).Select(i => 0.5f + (i * 0.01f))]);
            }
        }

        Assert.NotEqual(before, run.Forward(2, x)[0]);
        Assert.Equal(other.Forward(2, x), run.Forward(2, x));
    }

    [Fact]
    public void AResidualNetworkIsOneStepForEachConvolution()
    {
        using var store = new ParameterStore(ZooCatalog.Get("resnet-8").Build());
        var plan = Plan.Compile(store, PlanMode.Inference, 3);
        const string inner = "conv2d + batch-norm + activate";
        const string last = "conv2d + batch-norm + sum + activate";
        const string before = "conv2d + batch-norm";
        Assert.Equal(
            [inner, inner, last, inner, before, last, inner, before, last, "global-avg-pool", "dense"],
            plan.Steps.Select(step => step.Kind)
        );
        Assert.Contains(last, plan.Describe(), StringComparison.Ordinal);
    }

    private static void Compare(string kind, Layer layer, Shape shape, Func<GraphBuilder, Node, Node, Node> follow)
    {
        const int batch = 5;
        Graph Build(bool fuses)
        {
            var builder = new GraphBuilder();
            Node y = builder.Add(layer, builder.Input(shape));
            Node last = follow(builder, builder.Input(y.Shape), y);
            return builder.Build(fuses ? [last] : [last, .. Values(last)]);
        }

        using var apart = new NetworkRun(Build(fuses: false), batch, PlanMode.Inference);
        float[][] x = apart.RandomInputs(batch, seed: 2);
        float[] expected = apart.Forward(batch, x)[0];
        Assert.All(expected, value => Assert.True(float.IsFinite(value)));
        for (int threads = 1; threads <= 3; threads++)
        {
            using var team = new ThreadTeam(threads);
            using var run = new NetworkRun(Build(fuses: true), batch, PlanMode.Inference, team);
            Assert.Equal(kind.Replace("conv2d", layer.Kind, StringComparison.Ordinal), Assert.Single(run.Plan.Steps).Kind);
            Assert.Equal(expected, run.Forward(batch, x)[0]);
        }
    }

    /// <summary>The gradients of a layer and of one before the residual, with and without fusion: gradients of 0 by the values between add nothing.</summary>
    private static void CompareTraining(string kind, Layer layer, Shape shape, Activation? activation)
    {
        const int batch = 3;
        Graph Build(bool fuses)
        {
            var builder = new GraphBuilder();
            Node x = builder.Add(new Dense(shape[^1]), builder.Input(shape));
            Node other = builder.Add(new Dense(layer.Infer([shape])[^1]), builder.Input(layer.Infer([shape])));
            Node y = builder.Add(layer, x);
            Node sum = builder.Add(new Sum(), y, other);
            Node last = activation is null ? sum : builder.Add(new Activate(activation), sum);
            Node end = builder.Add(new Dense(2), last);
            return fuses ? builder.Build(end) : builder.Build([.. new[] { end, sum, y }.Distinct()]);
        }

        float[][] Gradients(bool fuses, ThreadTeam team)
        {
            using var run = new NetworkRun(Build(fuses), batch, team: team);
            if (fuses)
            {
                Assert.Equal(kind.Replace("conv2d", layer.Kind, StringComparison.Ordinal), run.Plan.Steps[2].Kind);
            }

            run.Forward(batch, run.RandomInputs(batch, seed: 1));
            float[][] dy = run.RandomOutputGradients(batch, seed: 2);
            return run.Backward(batch, [dy[0], .. dy[1..].Select(each => new float[each.Length])]);
        }

        float[][] expected = Gradients(fuses: false, ThreadTeam.Single);
        for (int threads = 1; threads <= 3; threads++)
        {
            using var team = new ThreadTeam(threads);
            Assert.Equal(expected, Gradients(fuses: true, team));
        }
    }

    /// <summary>All values behind <paramref name="node"/> that some layer computes.</summary>
    private static IEnumerable<Node> Values(Node node) =>
        node.Inputs.Where(input => input.Layer is not null).SelectMany(input => Values(input).Prepend(input));

    private static IEnumerable<string> Kinds(Graph graph, PlanMode mode)
    {
        using var store = new ParameterStore(graph);
        return [.. Plan.Compile(store, mode, 2).Steps.Select(step => step.Kind)];
    }
}
