using System.Buffers.Binary;
using System.Text;
using System.Text.Json;
using SpanNet.Data;
using SpanNet.Graphs;
using SpanNet.Layers;
using SpanNet.Models;
using SpanNet.Planning;
using SpanNet.Tests.Data;

namespace SpanNet.Tests.Models;

public sealed class ModelFileTests
{
    [Fact]
    public void EverythingComesBack()
    {
        using var folder = new TemporaryFolder();
        using Model model = ModelSamples.Full();
        string path = folder.File("a.spannet");
        ModelFile.Save(model, path);
        using Model loaded = ModelFile.Load(path);

        Assert.Equal(Architecture.Write(model.Graph), Architecture.Write(loaded.Graph));
        Assert.Equal(model.Parameters.Values.ToArray(), loaded.Parameters.Values.ToArray());
        Assert.Equal(model.Parameters.Parameters.Select(p => p.Name), loaded.Parameters.Parameters.Select(p => p.Name));
        Assert.Equal(Json.Of(model.Scaling.Write), Json.Of(loaded.Scaling.Write));
        Assert.Equal(Json.Of(model.Table!.Write), Json.Of(loaded.Table!.Write));
        Assert.Equal(model.ClassNames, loaded.ClassNames);
        Assert.Equal(model.Fitting, loaded.Fitting);
        Assert.Equal(model.Run, loaded.Run);
        Assert.Equal([path], Directory.GetFiles(folder.Path));
    }

    [Fact]
    public void WhatAModelHasNotIsNotInvented()
    {
        using var model = new Model(Graph.Sequential(new Shape(3), new Dense(2)), seed: 1);
        using Model loaded = ModelSamples.Load(ModelSamples.Bytes(model));
        Assert.Equal(ScalingKind.None, loaded.Scaling.Kind);
        Assert.Null(loaded.ClassNames);
        Assert.Null(loaded.Table);
        Assert.Null(loaded.Fitting);
        Assert.Null(loaded.Run);
    }

    [Fact]
    public void ANetworkWithoutParametersIsAFileToo()
    {
        using var model = new Model(Graph.Sequential(new Shape(3), new Softmax()));
        using Model loaded = ModelSamples.Load(ModelSamples.Bytes(model));
        Assert.Equal(0, loaded.Parameters.Count);
    }

    [Fact]
    public void EqualModelsGiveEqualBytes()
    {
        using Model a = ModelSamples.Full();
        using Model b = ModelSamples.Full();
        byte[] bytes = ModelSamples.Bytes(a);
        Assert.Equal(bytes, ModelSamples.Bytes(b));

        using Model loaded = ModelSamples.Load(bytes);
        Assert.Equal(bytes, ModelSamples.Bytes(loaded));

        using Model other = ModelSamples.Full(seed: 8);
        Assert.NotEqual(bytes, ModelSamples.Bytes(other));
    }

    /// <summary>The rules of the safetensors library (safetensors/src/tensor.rs), read naively.</summary>
    [Fact]
    public void OthersCanReadTheWeights()
    {
        using Model model = ModelSamples.Full();
        byte[] file = ModelSamples.Bytes(model);

        int length = (int)BinaryPrimitives.ReadUInt64LittleEndian(file);
        Assert.Equal(0, (8 + length) % 8);
        string text = Encoding.UTF8.GetString(file, 8, length);
        Assert.StartsWith("{", text, StringComparison.Ordinal);
        Assert.EndsWith("}", text.TrimEnd(' '), StringComparison.Ordinal);
        using var header = JsonDocument.Parse(text);

        int end = 0;
        var names = new List<string>();
        foreach (JsonProperty property in header.RootElement.EnumerateObject())
        {
            if (property.Name == "__metadata__")
            {
                Assert.All(property.Value.EnumerateObject(), entry => Assert.Equal(JsonValueKind.String, entry.Value.ValueKind));
                continue;
            }

            names.Add(property.Name);
            Assert.Equal("F32", property.Value.GetProperty("dtype").GetString());
            int[] shape = [.. property.Value.GetProperty("shape").EnumerateArray().Select(x => x.GetInt32())];
            int[] offsets = [.. property.Value.GetProperty("data_offsets").EnumerateArray().Select(x => x.GetInt32())];
            Assert.Equal(end, offsets[0]);
            end = offsets[1];
            Assert.Equal(4 * shape.Aggregate(1, (a, b) => a * b), end - offsets[0]);

            Parameter parameter = model.Parameters.Parameters.Single(p => p.Name == property.Name);
            Assert.Equal(parameter.Spec.Shape.Extents.ToArray(), shape);
            float[] expected = new float[parameter.Spec.Shape.Length];
            model.Parameters.Export(parameter, expected);
            for (int i = 0; i < expected.Length; i++)
            {
                Assert.Equal(expected[i], BitConverter.ToSingle(file, 8 + length + offsets[0] + (4 * i)));
            }
        }

        Assert.Equal(file.Length, 8 + length + end);
        Assert.Equal(["hidden \"1\".weight", "dense.weight", "hidden \"1\".bias", "dense.bias"], names);
    }

    [Theory]
    [InlineData(float.NaN)]
    [InlineData(float.NegativeInfinity)]
    public void WeightsThatAreNotFiniteAreNeitherSavedNorLoaded(float value)
    {
        using var folder = new TemporaryFolder();
        using Model model = ModelSamples.Full();
        string path = folder.File("a.spannet");
        ModelFile.Save(model, path);
        byte[] good = File.ReadAllBytes(path);

        model.Parameters.Values[0] = value;
        var error = Assert.Throws<ModelFileException>(() => ModelFile.Save(model, path));
        Assert.Contains("hidden \"1\".weight", error.Message, StringComparison.Ordinal);
        Assert.Equal(good, File.ReadAllBytes(path));

        int start = 8 + (int)BinaryPrimitives.ReadUInt64LittleEndian(good);
        BitConverter.TryWriteBytes(good.AsSpan(start + 8), value);
        error = Assert.Throws<ModelFileException>(() => ModelSamples.Load(good));
        Assert.Contains("hidden \"1\".weight", error.Message, StringComparison.Ordinal);
        Assert.Contains("index 2", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void AFileThatIsNotThereIsNamed()
    {
        var error = Assert.Throws<ModelFileException>(() => ModelFile.Load("/nowhere/a.spannet"));
        Assert.Equal("/nowhere/a.spannet: no such file", error.Message);
    }

    [Fact]
    public void AFolderIsNoModel()
    {
        using var folder = new TemporaryFolder();
        Assert.Contains(
            folder.Path,
            Assert.Throws<ModelFileException>(() => ModelFile.Load(folder.Path)).Message,
            StringComparison.Ordinal
        );
    }
}
