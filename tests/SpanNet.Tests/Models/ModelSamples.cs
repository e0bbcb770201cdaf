using System.Collections.Immutable;
using SpanNet.Data;
using SpanNet.Graphs;
using SpanNet.Kernels.Activations;
using SpanNet.Layers;
using SpanNet.Models;
using SpanNet.Tests.Data;

namespace SpanNet.Tests.Models;

/// <summary>Small models for the tests of files.</summary>
internal static class ModelSamples
{
    /// <summary>[2, 2, 1] → 3 ReLU → 2, with every part that a model can have, and names that JSON must escape.</summary>
    public static Model Full(ulong seed = 7)
    {
        Graph graph = Graph.Sequential(
            new Shape(2, 2, 1),
            new Flatten(),
            new Dense(3, Activation.LeakyReLU(0.1f)) { Name = "hidden \"1\"" },
            new Dropout(0.25f),
            new Dense(2)
        );
        return new Model(graph, seed)
        {
            Scaling = Scaling.Standardize(Samples.Numbered(5, inputLength: 4)),
            ClassNames = ["no", "yes – ‘sì’ <\u0007>"],
            Table = Table(),
            Fitting = new ImageFitting(2, 2, 1, true),
            Run = new RunRecord
            {
                Seed = ulong.MaxValue,
                DataName = "sämple",
                DataHash = "00ff",
                Epochs = 12,
                Options = ImmutableSortedDictionary<string, string>.Empty.Add("optimizer", "{\"type\":\"adam\"}").Add("batch", "32"),
                Metrics = ImmutableSortedDictionary<string, double>.Empty.Add("loss", 0.1).Add("accuracy", 0.93),
            },
        };
    }

    public static byte[] Bytes(Model model)
    {
        using var stream = new MemoryStream();
        ModelFileWriter.Write(model, stream);
        return stream.ToArray();
    }

    public static Model Load(byte[] bytes)
    {
        using var stream = new MemoryStream(bytes, writable: false);
        return ModelFile.Load(stream, "m");
    }

    private static TableEncoding Table() =>
        TableEncoding.Read(
            Json.Parse(
                """
                {"target":"t","task":"classification","classes":["no","yes – ‘sì’ <\u0007>"],"columns":[
                {"name":"a","missing":0,"mean":1.5},{"name":"b","missing":1,"categories":["x","y","z"]}]}
                """
            )
        );
}
