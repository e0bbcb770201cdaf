using SpanNet.Graphs;
using SpanNet.Kernels.Activations;
using SpanNet.Kernels.Threading;
using SpanNet.Layers;
using SpanNet.Operators;
using SpanNet.Planning;
using SpanNet.Testing;

namespace SpanNet.Tests.Planning;

public sealed class PlanTests
{
    private static readonly Activate relu = new(Activation.ReLU);

    [Fact]
    public void APlanDescribesItself()
    {
        Graph graph = Graph.Sequential(new Shape(2, 3), new Flatten(), new Dense(5), relu, new Dropout(0.2f), new Dense(2));
        using var store = new ParameterStore(graph);

        Assert.Equal(
            """
            Inference plan, batch 4, 2 steps, 256 bytes at the peak
              activate  dense + activate  [0] -> 32 (20)
              dense2    dense             [32] -> 0 (8)

            """.ReplaceLineEndings(),
            Plan.Compile(store, PlanMode.Inference, 4).Describe()
        );
        Assert.StartsWith(
            "Training plan, batch 4, 3 steps, ",
            Plan.Compile(store, PlanMode.Training, 4).Describe(),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void APlanSaysWhatItCopies()
    {
        var builder = new GraphBuilder();
        Node x = builder.Input(new Shape(8));
        Node a = builder.Add(new Dense(16), builder.Add(new Slice(0, 3), x));
        Node b = builder.Add(new Dense(9), builder.Add(new Slice(3, 5), x));
        Graph graph = builder.Build(builder.Add(new Softmax(), builder.Add(relu, builder.Add(new Concat(), a, b, x))));
        using var store = new ParameterStore(graph);

        Assert.Equal(
            """
            Inference plan, batch 1, 7 steps, 384 bytes at the peak
              slice     slice     [25] -> 25 (3)         in place
              dense     dense     [25] -> 0 (16)
              slice2    slice     [25] -> 28 (5)         in place
              dense2    dense     [28] -> 16 (9)
              concat    concat    [0, 16, 25] -> 0 (33)  in place
              activate  activate  [0] -> 0 (33)          in place
              softmax   softmax   [0] -> 48 (33)

            """.ReplaceLineEndings(),
            Plan.Compile(store, PlanMode.Inference, 1).Describe()
        );
        Assert.Matches(@"concat .* \(66\) +copied", Plan.Compile(store, PlanMode.Inference, 2).Describe());
    }

    [Fact]
    public void ViewsAndDropoutAtInferenceRunNoStep()
    {
        Graph graph = Graph.Sequential(new Shape(2, 3), new Flatten(), new Dropout(0.5f), new Reshape(new Shape(3, 2)), new Dense(2));

        Assert.Equal(["dense"], Steps(graph, PlanMode.Inference));
        Assert.Equal(["dropout", "dense"], Steps(graph, PlanMode.Training));
    }

    [Fact]
    public void ADenseLayerDoesTheWorkOfTheActivationBehindIt()
    {
        Graph graph = Graph.Sequential(new Shape(4), new Dense(3), new Flatten(), relu, relu, new Dense(2, Activation.Tanh), relu);
        using var store = new ParameterStore(graph);

        foreach (PlanMode mode in Enum.GetValues<PlanMode>())
        {
            Plan plan = Plan.Compile(store, mode, 2);
            Assert.Equal(["activate", "activate2", "dense2", "activate3"], plan.Steps.Select(step => step.Node.Name));
            Assert.Equal(new Dense(3, Activation.ReLU), plan.Steps[0].Layer);
        }
    }

    [Fact]
    public void AValueThatIsReadTwiceIsNotFusedAway()
    {
        var builder = new GraphBuilder();
        Node dense = builder.Add(new Dense(3), builder.Input(new Shape(3)));
        Graph graph = builder.Build(builder.Add(new Sum(), builder.Add(relu, dense), dense));

        Assert.Equal(["dense", "activate", "sum"], Steps(graph, PlanMode.Training));
        Assert.Equal(["dense", "activate", "sum"], Steps(graph, PlanMode.Inference));
    }

    [Fact]
    public void AValueThatIsReadTwiceThroughAViewIsNotFusedAway()
    {
        var builder = new GraphBuilder();
        Node dense = builder.Add(new Dense(3), builder.Input(new Shape(3)));
        Node view = builder.Add(new Reshape(new Shape(1, 3)), dense);
        Graph graph = builder.Build(builder.Add(relu, dense), builder.Add(relu, view));

        Assert.Equal(["dense", "activate", "activate2"], Steps(graph, PlanMode.Inference));
    }

    [Fact]
    public void AnOutputIsNotFusedAway()
    {
        var builder = new GraphBuilder();
        Node dense = builder.Add(new Dense(3), builder.Input(new Shape(3)));
        Node view = builder.Add(new Flatten(), dense);
        Node y = builder.Add(relu, dense);

        Assert.Equal(["dense", "activate"], Steps(builder.Build(dense, y), PlanMode.Inference));
        Assert.Equal(["dense", "activate"], Steps(builder.Build(y, view), PlanMode.Training));
    }

    [Fact]
    public void FrozenParametersGetNoGradientAndCostNoBackwardStep()
    {
        Graph graph = Graph.Sequential(new Shape(4), new Dense(3, Activation.Tanh), new Dense(3), new Dense(2));
        float[][] Gradients(NetworkRun run)
        {
            run.Store.Gradients.Fill(7f);
            run.Forward(2, run.RandomInputs(2, 1));
            return run.Backward(2, run.RandomOutputGradients(2, 2));
        }

        using var free = new NetworkRun(graph, 2);
        using var frozen = new NetworkRun(graph, 2, frozen: new HashSet<string> { "dense.weight", "dense.bias", "dense2.weight" });
        float[][] expected = Gradients(free);
        float[][] actual = Gradients(frozen);

        Assert.Equal([false, true, true], frozen.Plan.Steps.Select(step => step.RunsBackward));
        Assert.False(frozen.Plan.Steps[1].Inputs[0].NeedsGradient);
        for (int i = 0; i < expected.Length; i++)
        {
            string name = frozen.Store.Parameters[i].Name;
            bool isFrozen = name is "dense.weight" or "dense.bias" or "dense2.weight";
            Assert.Equal(isFrozen ? expected[i].Select(_ => 7f) : expected[i], actual[i]);
        }

        Assert.True(frozen.Plan.ArenaLength < free.Plan.ArenaLength);
    }

    [Fact]
    public void WhatIsReadForTheLastTimeIsOverwritten()
    {
        // Tanh alone, twice; then a sum whose gradient passes through it. What is behind reads no input on its way back.
        var builder = new GraphBuilder();
        Node a = builder.Add(new Dense(64), builder.Input(new Shape(3)));
        Node b = builder.Add(new Dense(64), builder.Input(new Shape(3)));
        var tanh = new Activate(Activation.Tanh);
        Node sum = builder.Add(new Sum(), a, b);
        Graph graph = builder.Build(builder.Add(tanh, builder.Add(new Softmax(), builder.Add(tanh, sum))));
        using var run = new NetworkRun(graph, 2);

        PlanStep[] steps = [.. run.Plan.Steps];
        PlanStep sumStep = steps.Single(step => step.Node == sum);
        Assert.Equal(sumStep.Inputs[0].Value, sumStep.Output);
        Assert.Equal(sumStep.Inputs[0].Gradient, sumStep.OutputGradient);
        PlanStep after = steps[Array.IndexOf(steps, sumStep) + 1];
        Assert.Equal(after.Inputs[0].Value, after.Output);
        Assert.Equal(after.Inputs[0].Gradient, after.OutputGradient);
        Assert.NotEqual(steps[^1].Inputs[0].Value, steps[^1].Output);
    }

    [Fact]
    public void AFrozenNameThatDoesNotExistIsRefused()
    {
        using var store = new ParameterStore(Graph.Sequential(new Shape(4), new Dense(3)));

        var exception = Assert.Throws<ArgumentException>(() =>
            Plan.Compile(store, PlanMode.Training, 1, new HashSet<string> { "dense.wieght" })
        );

        Assert.Contains("'dense.wieght'", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void OneValueUnderTwoOutputsCannotBeTrained()
    {
        var builder = new GraphBuilder();
        Node dense = builder.Add(new Dense(3), builder.Input(new Shape(4)));
        using var store = new ParameterStore(builder.Build(dense, builder.Add(new Flatten(), dense)));

        Plan.Compile(store, PlanMode.Inference, 1);
        var exception = Assert.Throws<ArgumentException>(() => Plan.Compile(store, PlanMode.Training, 1));

        Assert.Contains("'flatten'", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void TheFirstValueThatIsNotFiniteIsNamedWhateverTheMemoryHolds()
    {
        var layers = new Layer[] { new Dropout(0.5f), relu, new Dense(6), relu, new Dense(3, Activation.Tanh), new Dense(2) };
        using var store = new ParameterStore(Graph.Sequential(new Shape(8), layers));
        store.Initialize(3);
        Plan plan = Plan.Compile(store, PlanMode.Training, 4);
        using var workspace = new Workspace(plan);

        void Forward(float first)
        {
            workspace.Input().Fill(1f);
            workspace.Input()[0] = first;
            plan.Forward(workspace, 4, ThreadTeam.Single);
            workspace.OutputGradient().Fill(float.NaN);
        }

        Forward(1f);
        Assert.Null(plan.FindNonFinite(workspace, 4, ThreadTeam.Single));
        Forward(float.NaN);
        Assert.Equal("input", plan.FindNonFinite(workspace, 4, ThreadTeam.Single));
        Break("dense3.bias");
        Forward(1f);
        Assert.Equal("dense3", plan.FindNonFinite(workspace, 4, ThreadTeam.Single));
        Break("dense2.weight");
        Forward(1f);
        Assert.Equal("dense2", plan.FindNonFinite(workspace, 4, ThreadTeam.Single));

        void Break(string name)
        {
            Parameter parameter = store.Parameters.Single(parameter => parameter.Name == name);
            store.Import(parameter, [.. Enumerable.Repeat(float.NaN, parameter.Spec.Shape.Length)]);
        }
    }

    [Fact]
    public void BadArgumentsAreRefused()
    {
        using var store = new ParameterStore(Graph.Sequential(new Shape(4), new Dense(3)));
        Plan plan = Plan.Compile(store, PlanMode.Training, 2);
        using var workspace = new Workspace(plan);
        using var other = new Workspace(Plan.Compile(store, PlanMode.Training, 2));

        Assert.Throws<ArgumentOutOfRangeException>(() => Plan.Compile(store, PlanMode.Training, 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => plan.Forward(workspace, 3, ThreadTeam.Single));
        Assert.Throws<ArgumentOutOfRangeException>(() => plan.Backward(workspace, 0, ThreadTeam.Single));
        Assert.Throws<ArgumentException>(() => plan.Forward(other, 1, ThreadTeam.Single));
    }

    private static IEnumerable<string> Steps(Graph graph, PlanMode mode)
    {
        using var store = new ParameterStore(graph);
        return [.. Plan.Compile(store, mode, 2).Steps.Select(step => step.Node.Name)];
    }
}
