using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using SpanNet.Configuration;
using SpanNet.Graphs;

namespace SpanNet.Models;

/// <summary>
/// Networks as JSON; comments and trailing commas are allowed. <c>layers</c> is a list in the order of computation: a bare name
/// (<c>"flatten"</c>) or an object with a <c>type</c> and options. A layer takes what the layer before it gives, unless its <c>inputs</c>
/// name others; its own <c>name</c> is by default its type, then type and number: dense, dense2. An object with <c>"shares": "dense"</c> in
/// place of a type applies that layer once more, with the same parameters. The network's input is
/// <c>"input": [8, 8, 1]</c>, or <c>"inputs": { "image": [8, 8, 1], "extra": [4] }</c> for several; without either it is the data's.
/// A dense layer without <c>outputs</c> has as many as the data has classes or targets. <c>"outputs": ["name"]</c> are the
/// network's outputs, by default the last layer. All options are in <c>architecture.schema.json</c>.
/// </summary>
public static class Architecture
{
    private static readonly JsonDocumentOptions documentOptions = new()
    {
        AllowDuplicateProperties = false,
        AllowTrailingCommas = true,
        CommentHandling = JsonCommentHandling.Skip,
        MaxDepth = 16,
    };

    // Quotes inside strings as \" and letters as they are; the file is no part of a web page.
    private static readonly JsonWriterOptions writerOptions = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The network that <paramref name="nameOrPath"/> means: one of <see cref="ZooCatalog"/>, or a JSON file.</summary>
    /// <param name="nameOrPath">For example <c>mlp</c> or <c>networks/wide.json</c>.</param>
    /// <param name="input">Shape of the data's inputs; null: what the network says itself.</param>
    /// <param name="outputs">Number of classes or targets; null: what the network says itself.</param>
    /// <exception cref="ConfigurationException">
    /// There is neither such a name nor such a file, or the file cannot be; the message names file and path in it.
    /// </exception>
    public static Graph Load(string nameOrPath, Shape? input = null, int? outputs = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(nameOrPath);
        if (ZooCatalog.Find(nameOrPath) is ZooEntry entry)
        {
            return entry.Build(input, outputs);
        }

        bool looksLikeFile = nameOrPath.AsSpan().ContainsAny('/', '\\', '.');
        return looksLikeFile || File.Exists(nameOrPath)
            ? ReadFile(nameOrPath, input, outputs)
            : throw new ConfigurationException($"unknown network '{nameOrPath}'; {Spelling.Suggest(nameOrPath, ZooCatalog.Names)}");
    }

    /// <summary>Reads a network from a file; see <see cref="Read"/>.</summary>
    /// <exception cref="ConfigurationException">The file cannot be read, or says what cannot be; the message names it.</exception>
    public static Graph ReadFile(string path, Shape? input = null, int? outputs = null)
    {
        string json;
        try
        {
            json = File.ReadAllText(path);
        }
        catch (FileNotFoundException exception)
        {
            throw new ConfigurationException($"{path}: no such file", exception);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new ConfigurationException($"{path}: {exception.Message}", exception);
        }

        return Read(json, input, outputs, path);
    }

    /// <summary>Reads a network.</summary>
    /// <param name="json">The description.</param>
    /// <param name="input">Shape of the data's inputs, for a description that leaves it out; one that does not must agree in length.</param>
    /// <param name="outputs">Number of classes or targets, for dense layers that leave it out.</param>
    /// <param name="source">The file's name, for messages.</param>
    /// <exception cref="ConfigurationException">
    /// It is no JSON (the message gives line and column), or says what cannot be (the message gives the path: <c>layers[2].units</c>).
    /// </exception>
    public static Graph Read(string json, Shape? input = null, int? outputs = null, string? source = null)
    {
        ArgumentNullException.ThrowIfNull(json);
        try
        {
            using var document = JsonDocument.Parse(json, documentOptions);
            return ArchitectureReader.Read(document.RootElement, input, outputs);
        }
        catch (JsonException exception)
        {
            throw new ConfigurationException(SyntaxError(json, exception, source), exception);
        }
        catch (ConfigurationException exception) when (source is not null)
        {
            throw new ConfigurationException($"{source}: {exception.Message}", exception);
        }
        catch (Exception exception) when (exception is InvalidOperationException or ArgumentException)
        {
            // Half a surrogate pair, in the text itself or as \uD800.
            throw new ConfigurationException($"{source ?? "architecture"}: a text is no valid Unicode", exception);
        }
    }

    /// <summary>
    /// Writes a network in its canonical form: no white space, options only where they differ from their defaults.
    /// <see cref="Read"/> gives an equal network with the same names of layers and parameters.
    /// </summary>
    /// <exception cref="ArgumentException">The network has no layers.</exception>
    public static string Write(Graph graph)
    {
        ArgumentNullException.ThrowIfNull(graph);
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer, writerOptions))
        {
            new ArchitectureWriter(json).Write(graph);
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    private static string SyntaxError(string json, JsonException exception, string? source)
    {
        // The message ends in numbers counted from 0; they are given in the usual form instead.
        string message = exception.Message;
        int end = message.IndexOf(" LineNumber:", StringComparison.Ordinal);
        message = (end < 0 ? message : message[..end]).TrimEnd('.');
        if (exception.LineNumber is not long line)
        {
            return $"{source ?? "architecture"}: {message}";
        }

        string text = json.Split('\n').ElementAtOrDefault((int)line) ?? "";
        byte[] bytes = Encoding.UTF8.GetBytes(text);
        int before = Encoding.UTF8.GetCharCount(bytes, 0, (int)Math.Min(exception.BytePositionInLine ?? 0, bytes.Length));
        return $"{source ?? "architecture"}, line {line + 1}, column {before + 1}: {message}";
    }
}
