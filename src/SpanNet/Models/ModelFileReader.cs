using SpanNet.Graphs;
using SpanNet.Planning;

namespace SpanNet.Models;

/// <summary>
/// A model from the bytes of a file that may be anything. Order of work: header, tiling of the data, description of the network, number of
/// its parameters against the bytes of data; only then is memory for parameters reserved.
/// </summary>
internal static class ModelFileReader
{
    /// <summary>Reads the whole file. The exceptions are those of the parts; <see cref="ModelFile"/> makes one of them.</summary>
    public static Model Read(Stream stream)
    {
        SafetensorsHeader header = SafetensorsHeader.Read(stream);
        Graph graph = ModelMetadata.ReadGraph(header.Metadata);
        CheckParameterCount(graph, header);
        var model = new Model(graph);
        try
        {
            CheckTensors(model.Parameters, header);
            ModelMetadata.ReadInto(model, header.Metadata);
            ReadTensors(model.Parameters, header, stream);
            return model;
        }
        catch
        {
            model.Dispose();
            throw;
        }
    }

    private static void CheckParameterCount(Graph graph, SafetensorsHeader header)
    {
        long count = 0;
        foreach (Node node in graph.Nodes)
        {
            foreach (ParameterSpec spec in node.OwnParameters)
            {
                count += spec.Shape.Length;
            }
        }

        if (count * sizeof(float) != header.DataLength)
        {
            throw new InvalidDataException($"the network has {count} parameters, but the file holds {header.DataLength} bytes of them");
        }
    }

    private static void CheckTensors(ParameterStore store, SafetensorsHeader header)
    {
        foreach (Parameter parameter in store.Parameters)
        {
            Shape shape = parameter.Spec.Shape;
            if (!header.Tensors.TryGetValue(parameter.Name, out SafetensorsTensor? tensor))
            {
                throw new InvalidDataException($"the tensor '{parameter.Name}' of the network is missing");
            }

            bool fits = tensor.Shape.Length == shape.Rank && tensor.End - tensor.Begin == (long)shape.Length * sizeof(float);
            for (int i = 0; fits && i < shape.Rank; i++)
            {
                fits = tensor.Shape[i] == shape[i];
            }

            if (!fits)
            {
                string got = $"[{string.Join(", ", tensor.Shape)}] in {tensor.End - tensor.Begin} bytes";
                throw new InvalidDataException($"tensor '{parameter.Name}': expected {shape} in 4 bytes each, got {got}");
            }
        }

        if (header.Tensors.Count != store.Parameters.Length)
        {
            string other = header.Tensors.Keys.Except(store.Parameters.Select(parameter => parameter.Name)).First();
            throw new InvalidDataException($"the network has no tensor '{other}'");
        }
    }

    private static void ReadTensors(ParameterStore store, SafetensorsHeader header, Stream stream)
    {
        float[] values = new float[store.Parameters.Select(parameter => parameter.Spec.Shape.Length).DefaultIfEmpty().Max()];
        foreach (Parameter parameter in store.Parameters)
        {
            Span<float> canonical = values.AsSpan(0, parameter.Spec.Shape.Length);
            stream.Position = header.DataStart + header.Tensors[parameter.Name].Begin;
            TensorBytes.Read(stream, canonical);
            TensorBytes.CheckFinite(parameter.Name, canonical);
            store.Import(parameter, canonical);
        }
    }
}
