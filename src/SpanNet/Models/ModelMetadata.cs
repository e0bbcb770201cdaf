using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using SpanNet.Data;
using SpanNet.Graphs;

namespace SpanNet.Models;

/// <summary>
/// Everything of a model but its weights, as texts by name: format, version, architecture, scaling, and where the model has them
/// classes, table, fitting, vocabulary, run. Other names are left to other programs.
/// </summary>
internal static class ModelMetadata
{
    private const string Format = "spannet";
    private const string Version = "1";

    private static readonly JsonWriterOptions writerOptions = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
    private static readonly JsonDocumentOptions documentOptions = new() { AllowDuplicateProperties = false, MaxDepth = 16 };

    /// <summary>The texts, always in the same order.</summary>
    public static IEnumerable<KeyValuePair<string, string>> Write(Model model)
    {
        yield return new("format", Format);
        yield return new("version", Version);
        yield return new("architecture", Architecture.Write(model.Graph));
        yield return new("scaling", Json(model.Scaling.Write));
        if (model.ClassNames is not null)
        {
            yield return new("classes", Json(json => WriteNames(json, model.ClassNames)));
        }

        if (model.Table is not null)
        {
            yield return new("table", Json(model.Table.Write));
        }

        if (model.Fitting is not null)
        {
            yield return new("fitting", Json(model.Fitting.Write));
        }

        if (model.Vocabulary is not null)
        {
            yield return new("vocabulary", Json(model.Vocabulary.Write));
        }

        if (model.Run is not null)
        {
            yield return new("run", Json(model.Run.Write));
        }
    }

    /// <summary>The network that the texts describe.</summary>
    /// <exception cref="InvalidDataException">They are not of this format and version.</exception>
    /// <exception cref="Configuration.ConfigurationException">The description cannot be.</exception>
    public static Graph ReadGraph(Dictionary<string, string> metadata)
    {
        if (metadata.GetValueOrDefault("format") != Format)
        {
            throw new InvalidDataException($"is no model of {Format}: its metadata do not say so");
        }

        string version = metadata.GetValueOrDefault("version") ?? "none";
        return version == Version
            ? Architecture.Read(Required(metadata, "architecture"), source: "architecture")
            : throw new InvalidDataException($"has format version '{version}', expected '{Version}'");
    }

    /// <summary>Fills all of <paramref name="model"/> but its graph and weights, and checks that the parts fit together.</summary>
    /// <exception cref="InvalidDataException">They do not, or a text is no JSON of its kind; the message names it.</exception>
    public static void ReadInto(Model model, Dictionary<string, string> metadata)
    {
        Required(metadata, "scaling");
        model.Scaling = Read(metadata, "scaling", Scaling.Read)!;
        model.ClassNames = Read(metadata, "classes", ReadNames);
        model.Table = Read(metadata, "table", TableEncoding.Read);
        model.Fitting = Read(metadata, "fitting", ImageFitting.Read);
        model.Vocabulary = Read(metadata, "vocabulary", Vocabulary.Read);
        model.Run = Read(metadata, "run", RunRecord.Read);

        int? input = model.Graph.Inputs is [Node only] ? only.Shape.Length : null;
        CheckLength("scaling", model.Scaling.Kind == ScalingKind.None ? null : model.Scaling.Length, input);
        CheckLength("table", model.Table?.InputLength, input);
        CheckLength("fitting", model.Fitting is null ? null : model.Fitting.Height * model.Fitting.Width, input);
        CheckLength("vocabulary", model.Vocabulary?.Count, model.Graph.Outputs is [{ Shape.Rank: > 0 } last] ? last.Shape[^1] : null);
        if (model.ClassNames is not null && model.Graph.Outputs is [Node output])
        {
            int classes = output.Shape.Length == 1 ? 2 : output.Shape[^1];
            CheckLength("classes", model.ClassNames.Count, classes);
        }
    }

    private static void CheckLength(string name, int? length, int? expected)
    {
        if (length is not null && length != expected)
        {
            string network = expected is null ? "several inputs" : $"{expected}";
            throw new InvalidDataException($"metadata '{name}' is for {length} values, but the network has {network}");
        }
    }

    private static string Required(Dictionary<string, string> metadata, string name) =>
        metadata.GetValueOrDefault(name) ?? throw new InvalidDataException($"metadata '{name}' is missing");

    private static T? Read<T>(Dictionary<string, string> metadata, string name, Func<JsonElement, T> read)
        where T : class
    {
        if (!metadata.TryGetValue(name, out string? text))
        {
            return null;
        }

        try
        {
            using var document = JsonDocument.Parse(text, documentOptions);
            return read(document.RootElement);
        }
        catch (Exception exception)
            when (exception is JsonException or InvalidDataException or InvalidOperationException or ArgumentException or OverflowException)
        {
            throw new InvalidDataException($"metadata '{name}': {exception.Message}", exception);
        }
    }

    private static string[] ReadNames(JsonElement list)
    {
        if (list.ValueKind != JsonValueKind.Array || list.EnumerateArray().Any(item => item.ValueKind != JsonValueKind.String))
        {
            throw new InvalidDataException("expected a list of texts");
        }

        return [.. list.EnumerateArray().Select(item => item.GetString()!)];
    }

    private static void WriteNames(Utf8JsonWriter json, IEnumerable<string> names)
    {
        json.WriteStartArray();
        foreach (string name in names)
        {
            json.WriteStringValue(name);
        }

        json.WriteEndArray();
    }

    private static string Json(Action<Utf8JsonWriter> write)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer, writerOptions))
        {
            write(json);
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }
}
