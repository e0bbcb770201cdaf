using SpanNet.Planning;

namespace SpanNet.Models;

/// <summary>A model as the bytes of a file. Nothing but the model decides a byte.</summary>
internal static class ModelFileWriter
{
    /// <summary>Writes the whole file.</summary>
    /// <exception cref="InvalidDataException">A weight is not finite, or the description is too long; nothing was written.</exception>
    public static void Write(Model model, Stream stream)
    {
        ParameterStore store = model.Parameters;
        float[] values = new float[store.Parameters.Select(parameter => parameter.Spec.Shape.Length).DefaultIfEmpty().Max()];
        foreach (Parameter parameter in store.Parameters)
        {
            Span<float> canonical = values.AsSpan(0, parameter.Spec.Shape.Length);
            store.Export(parameter, canonical);
            TensorBytes.CheckFinite(parameter.Name, canonical);
        }

        stream.Write(SafetensorsHeader.Write(store.Parameters, ModelMetadata.Write(model)).Span);
        foreach (Parameter parameter in store.Parameters)
        {
            Span<float> canonical = values.AsSpan(0, parameter.Spec.Shape.Length);
            store.Export(parameter, canonical);
            TensorBytes.Write(stream, canonical);
        }
    }
}
