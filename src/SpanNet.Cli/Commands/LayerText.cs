using System.Buffers;
using System.Text.Json;
using SpanNet.Configuration;
using SpanNet.Graphs;

namespace SpanNet.Cli.Commands;

/// <summary>A layer in words, from what it writes into files: every layer, also one made tomorrow.</summary>
internal static class LayerText
{
    /// <summary>Kind and options: "dense, outputs 128, activation relu".</summary>
    public static string Describe(Layer layer)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            layer.WriteOptions(new OptionWriter(json));
            json.WriteEndObject();
        }

        using var options = JsonDocument.Parse(buffer.WrittenMemory);
        return string.Join(
            ", ",
            options.RootElement.EnumerateObject().Select(option => $"{option.Name} {option.Value}").Prepend(layer.Kind)
        );
    }
}
