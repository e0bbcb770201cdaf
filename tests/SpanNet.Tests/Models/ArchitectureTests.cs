using SpanNet.Configuration;
using SpanNet.Graphs;
using SpanNet.Kernels.Activations;
using SpanNet.Layers;
using SpanNet.Models;
using SpanNet.Tests.Data;

namespace SpanNet.Tests.Models;

public sealed class ArchitectureTests
{
    [Fact]
    public void AListIsAChain()
    {
        Graph graph = Architecture.Read(
            """
            {
              "input": [28, 28, 1], // height, width, channels
              "layers": [
                "flatten",
                { "type": "dense", "outputs": 128, "activation": "relu" },
                { "type": "dense", "outputs": 10 }, /* logits */
              ],
            }
            """
        );
        Assert.Equal([null, new Flatten(), new Dense(128, Activation.ReLU), new Dense(10)], graph.Nodes.Select(node => node.Layer));
        Assert.Equal(["input", "flatten", "dense", "dense2"], graph.Nodes.Select(node => node.Name));
        Assert.Equal(new Shape(28, 28, 1), Assert.Single(graph.Inputs).Shape);
        Assert.Equal("dense2", Assert.Single(graph.Outputs).Name);
    }

    [Fact]
    public void NamesMakeAGraph()
    {
        Graph graph = Architecture.Read(
            """
            { "inputs": { "image": [2, 2, 1], "extra": [4] },
              "layers": [
                { "type": "flatten", "inputs": ["image"] },
                { "type": "dense", "outputs": 4, "name": "wide" },
                { "type": "sum", "inputs": ["wide", "flatten", "extra"] },
                { "type": "concat", "inputs": ["sum", "extra"], "name": "both" },
                { "type": "dense", "inputs": ["wide"] }
              ],
              "outputs": ["both", "dense"] }
            """,
            outputs: 3
        );
        Assert.Equal(["image", "extra"], graph.Inputs.Select(node => node.Name));
        Assert.Equal(["both", "dense"], graph.Outputs.Select(node => node.Name));
        Assert.Equal([new Shape(8), new Shape(3)], graph.Outputs.Select(node => node.Shape));
        Assert.Equal(["wide", "flatten", "extra"], graph.Nodes.Single(node => node.Name == "sum").Inputs.Select(node => node.Name));
    }

    [Fact]
    public void WhatTheFileLeavesOutIsTheDatas()
    {
        const string Json = """{ "layers": ["flatten", "dense"] }""";
        Graph graph = Architecture.Read(Json, new Shape(8, 8, 1), 10);
        Assert.Equal(64, graph.Inputs[0].Shape.Length);
        Assert.Equal(10, graph.Outputs[0].Shape.Length);
        Assert.Equal("""{"input":[8,8,1],"layers":[{"type":"flatten"},{"type":"dense","outputs":10}]}""", Architecture.Write(graph));
    }

    [Theory]
    [MemberData(nameof(Mistakes))]
    public void AMistakeIsNamedWithItsPath(string json, string message)
    {
        var error = Assert.Throws<ConfigurationException>(() => Architecture.Read(json));
        Assert.Equal(message, error.Message);
    }

    public static TheoryData<string, string> Mistakes =>
        new()
        {
            {
                """{"input":[4],"layers":["flatten","flatten",{"type":"dense","output":3,"outputs":3}]}""",
                "layers[2].output: unknown option; did you mean 'outputs'?"
            },
            {
                """{"input":[4],"layers":[{"type":"dense","units":3,"outputs":3}]}""",
                "layers[0].units: unknown option; valid are: bias, inputs, name, outputs, l1, l2, type, max-norm, activation, initializer, bias-initializer"
            },
            { """{"input":[4],"layers":[{"type":"dens"}]}""", "layers[0].type: unknown layer 'dens'; did you mean 'dense'?" },
            { """{"input":[4],"layers":["flaten"]}""", "layers[0]: unknown layer 'flaten'; did you mean 'flatten'?" },
            {
                """{"input":[4],"layers":[{"type":"dense","outputs":3,"activation":"rleu"}]}""",
                "layers[0].activation: unknown activation 'rleu'; did you mean 'relu'?"
            },
            {
                """{"input":[4],"layers":[{"type":"dense","outputs":3,"initializer":{"type":"normal","sd":1}}]}""",
                "layers[0].initializer.sd: unknown option; did you mean 'std'?"
            },
            {
                """{"input":[4],"layers":[{"type":"dense","outputs":"three"}]}""",
                "layers[0].outputs: expected a whole number of at least 1, got \"three\""
            },
            {
                """{"input":[4],"layers":["dense"]}""",
                "layers[0].outputs: missing; expected a whole number, because no data gives the number of classes or targets"
            },
            { """{"layers":["flatten"]}""", "input: missing; expected the input's shape, such as [28, 28, 1]" },
            { """{"input":[4,0],"layers":["flatten"]}""", "input[1]: expected a whole number of at least 1, got 0" },
            {
                """{"input":[65536,65536],"layers":["flatten"]}""",
                "input: A shape needs extents of at least 1 and at most 2147483647 elements, got [65536, 65536]."
            },
            { """{"input":[4]}""", "layers: missing; expected a list of layers" },
            { """{"input":[4],"layers":[]}""", "layers: expected a list of 1 to 10000 layers, got 0" },
            { """{"input":[4],"layers":{}}""", "layers: expected a list of 1 to 10000 layers, got {}" },
            { """{"input":[4],"layers":[5]}""", "layers[0]: expected an object, got 5" },
            { """{"input":[4],"layers":["flatten"],"output":["x"]}""", "output: unknown option; did you mean 'outputs'?" },
            { """{"input":[4],"inputs":{"a":[4]},"layers":["flatten"]}""", "inputs: expected either 'input' or 'inputs', got both" },
            {
                """{"inputs":{"a":[4],"b":[4]},"layers":["flatten"]}""",
                "layers[0].inputs: missing; expected names, because the network has several inputs: a, b"
            },
            {
                """{"input":[4],"layers":["flatten",{"type":"sum","inputs":["flatten","imput"]}]}""",
                "layers[1].inputs[1]: no layer or input before this is called 'imput'; did you mean 'input'?"
            },
            {
                """{"input":[4],"layers":["flatten",{"type":"flatten","name":"input"}]}""",
                "layers[1].name: the name 'input' is taken: names are unique within a network"
            },
            { """{"input":[4],"layers":["flatten"],"outputs":[]}""", "outputs: expected a list of names, got []" },
            {
                """{"input":[4],"layers":["flatten"],"outputs":["dense"]}""",
                "outputs[0]: no layer or input before this is called 'dense'; valid are: input, flatten"
            },
            {
                """{"input":[4],"layers":[{"type":"reshape","name":"fold","shape":[3,2]}]}""",
                "layers[0]: Layer 'fold' (reshape): expected an input of 6 elements to become [3, 2], got [4] with 4"
            },
            { """{"input":[4],"layers":["sum"]}""", "layers[0]: Layer 'sum' (sum): expected at least 2 inputs, got 1." },
            {
                """{"input":[65536],"layers":[{"type":"dense","outputs":65536}]}""",
                "layers[0]: A shape needs extents of at least 1 and at most 2147483647 elements, got [65536, 65536]."
            },
            {
                """{"input":[2147483647],"layers":["flatten",{"type":"concat","inputs":["flatten","input"]}]}""",
                "layers[1]: the shape has more elements than can be counted"
            },
            { "[]", "expected an object, got []" },
            {
                "{\n  \"layers\": [\n    \"ä\" \"b\"\n  ]\n}",
                "architecture, line 3, column 9: '\"' is invalid after a value. Expected either ',', '}', or ']'"
            },
            { """{"input":[4],"layers":["\ud800"]}""", "architecture: a text is no valid Unicode" },
        };

    [Fact]
    public void AFileOfTheWrongSizeIsRefusedBeforeTraining()
    {
        var error = Assert.Throws<ConfigurationException>(() =>
            Architecture.Read("""{"input":[28,28,1],"layers":["flatten"]}""", new Shape(8, 8, 1))
        );
        Assert.Equal("input: expected [8, 8, 1], the shape of the data, got [28, 28, 1]", error.Message);
    }

    [Fact]
    public void AFileIsNamedInEveryMessage()
    {
        using var folder = new TemporaryFolder();
        string wrong = folder.Write("wrong.json", """{"layers":["flaten"]}""");
        string broken = folder.Write("broken.json", "{");
        string MessageOf(string path) => Assert.Throws<ConfigurationException>(() => Architecture.Load(path, new Shape(4))).Message;

        Assert.Equal($"{wrong}: layers[0]: unknown layer 'flaten'; did you mean 'flatten'?", MessageOf(wrong));
        Assert.StartsWith($"{broken}, line 1, column 2: ", MessageOf(broken), StringComparison.Ordinal);
        Assert.DoesNotContain('\n', MessageOf(broken));
        Assert.Equal($"{folder.File("none.json")}: no such file", MessageOf(folder.File("none.json")));
        Assert.StartsWith($"{folder.Path}: ", MessageOf(folder.Path), StringComparison.Ordinal);
    }

    [Fact]
    public void NamesOfTheZooComeFirst()
    {
        Graph graph = Architecture.Load("mlp", new Shape(13), 3);
        Assert.Equal(3, graph.Outputs[0].Shape.Length);
        var error = Assert.Throws<ConfigurationException>(() => Architecture.Load("mpl"));
        Assert.Equal("unknown network 'mpl'; did you mean 'mlp'?", error.Message);
    }

    [Theory]
    [InlineData("mlp-s", new[] { 784, 128, 10 }, "relu")]
    [InlineData("mlp-l", new[] { 784, 512, 512, 10 }, "relu")]
    [InlineData("tiny", new[] { 16, 32, 32, 4 }, "tanh")]
    public void TheZooIsAsItsNamesPromise(string name, int[] widths, string activation)
    {
        Graph graph = Architecture.Load(name);
        Dense[] layers = [.. graph.Nodes.Select(node => node.Layer).OfType<Dense>()];
        Assert.Equal((IEnumerable<int>)widths, [graph.Inputs[0].Shape.Length, .. layers.Select(layer => layer.Outputs)]);
        Assert.All(layers[..^1], layer => Assert.Equal(activation, layer.Activation!.Name));
        Assert.Null(layers[^1].Activation);
    }

    [Fact]
    public void TheWholeZooComesBackFromItsDescription() =>
        Assert.All(
            ZooCatalog.Entries,
            entry =>
            {
                string json = Architecture.Write(entry.Build());
                Assert.Equal(json, Architecture.Write(Architecture.Read(json)));
            }
        );
}
