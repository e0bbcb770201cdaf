using System.Buffers;
using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Unicode;
using SpanNet.Planning;

namespace SpanNet.Models;

/// <summary>
/// The header of a safetensors file: 8 bytes with the length N of the JSON (little-endian), N bytes of JSON (padded with spaces so
/// that the data begins at a multiple of 8), then the data. The JSON maps <c>__metadata__</c> to texts by name, and each tensor's name to
/// dtype, shape and data_offsets. Hugging Face, safetensors format.
/// </summary>
internal sealed class SafetensorsHeader
{
    /// <summary>The format's own limit.</summary>
    private const int MaximumLength = 100_000_000;

    private const int PrefixLength = sizeof(ulong);
    private const string MetadataName = "__metadata__";

    private static readonly JsonDocumentOptions documentOptions = new() { AllowDuplicateProperties = false, MaxDepth = 3 };
    private static readonly JsonWriterOptions writerOptions = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private SafetensorsHeader(long dataStart, long dataLength)
    {
        DataStart = dataStart;
        DataLength = dataLength;
    }

    /// <summary>Texts by name.</summary>
    public Dictionary<string, string> Metadata { get; } = new(StringComparer.Ordinal);

    /// <summary>Tensors by name. Together they are the whole data, none overlaps another.</summary>
    public Dictionary<string, SafetensorsTensor> Tensors { get; } = new(StringComparer.Ordinal);

    /// <summary>Where the data begins in the file.</summary>
    public long DataStart { get; }

    /// <summary>Bytes of data.</summary>
    public long DataLength { get; }

    /// <summary>Reads and checks the header; reserves no more than a small multiple of its length, which is at most the file's.</summary>
    /// <exception cref="InvalidDataException">It is none.</exception>
    /// <exception cref="JsonException">It is no JSON.</exception>
    public static SafetensorsHeader Read(Stream stream)
    {
        long fileLength = stream.Length;
        Span<byte> prefix = stackalloc byte[PrefixLength];
        if (stream.ReadAtLeast(prefix, PrefixLength, throwOnEndOfStream: false) < PrefixLength)
        {
            throw new InvalidDataException($"too short: {fileLength} bytes, expected a header");
        }

        ulong length = BinaryPrimitives.ReadUInt64LittleEndian(prefix);
        if (length > MaximumLength || length > (ulong)(fileLength - PrefixLength))
        {
            throw new InvalidDataException($"says that its header has {length} bytes, but the file has {fileLength}");
        }

        byte[] json = new byte[length];
        stream.ReadExactly(json);
        if (json is not [(byte)'{', ..] || !Utf8.IsValid(json))
        {
            throw new InvalidDataException("is no model file: it does not begin with a safetensors header");
        }

        using var document = JsonDocument.Parse(json, documentOptions);
        var header = new SafetensorsHeader(PrefixLength + json.Length, fileLength - PrefixLength - json.Length);
        foreach (JsonProperty property in document.RootElement.EnumerateObject())
        {
            if (property.Name == MetadataName)
            {
                header.ReadMetadata(property.Value);
            }
            else
            {
                header.Tensors.Add(property.Name, ReadTensor(property.Name, property.Value));
            }
        }

        header.CheckTiling();
        return header;
    }

    /// <summary>The header of a file that holds <paramref name="parameters"/> one after the other, prefix and padding included.</summary>
    /// <exception cref="InvalidDataException">It is longer than the format allows.</exception>
    public static ReadOnlyMemory<byte> Write(ImmutableArray<Parameter> parameters, IEnumerable<KeyValuePair<string, string>> metadata)
    {
        var buffer = new ArrayBufferWriter<byte>();
        buffer.Write(stackalloc byte[PrefixLength]);
        using (var json = new Utf8JsonWriter(buffer, writerOptions))
        {
            json.WriteStartObject();
            json.WriteStartObject(MetadataName);
            foreach ((string name, string value) in metadata)
            {
                json.WriteString(name, value);
            }

            json.WriteEndObject();
            long offset = 0;
            foreach (Parameter parameter in parameters)
            {
                offset = WriteTensor(json, parameter, offset);
            }

            json.WriteEndObject();
        }

        while (buffer.WrittenCount % PrefixLength != 0)
        {
            buffer.Write(" "u8);
        }

        int length = buffer.WrittenCount - PrefixLength;
        if (length > MaximumLength)
        {
            throw new InvalidDataException($"the description has {length} bytes, but the format allows {MaximumLength}");
        }

        byte[] header = buffer.WrittenSpan.ToArray();
        BinaryPrimitives.WriteUInt64LittleEndian(header, (ulong)length);
        return header;
    }

    private static long WriteTensor(Utf8JsonWriter json, Parameter parameter, long begin)
    {
        long end = begin + ((long)parameter.Spec.Shape.Length * sizeof(float));
        json.WriteStartObject(parameter.Name);
        json.WriteString("dtype", "F32");
        json.WriteStartArray("shape");
        foreach (int extent in parameter.Spec.Shape.Extents)
        {
            json.WriteNumberValue(extent);
        }

        json.WriteEndArray();
        json.WriteStartArray("data_offsets");
        json.WriteNumberValue(begin);
        json.WriteNumberValue(end);
        json.WriteEndArray();
        json.WriteEndObject();
        return end;
    }

    private void ReadMetadata(JsonElement metadata)
    {
        if (metadata.ValueKind != JsonValueKind.Object)
        {
            throw new InvalidDataException($"{MetadataName} must be an object");
        }

        foreach (JsonProperty property in metadata.EnumerateObject())
        {
            Metadata[property.Name] =
                property.Value.ValueKind == JsonValueKind.String
                    ? property.Value.GetString()!
                    : throw new InvalidDataException($"{MetadataName}: '{property.Name}' must be a text");
        }
    }

    private static SafetensorsTensor ReadTensor(string name, JsonElement tensor)
    {
        if (
            tensor.ValueKind != JsonValueKind.Object
            || tensor.GetPropertyCount() != 3
            || !tensor.TryGetProperty("dtype", out JsonElement type)
            || !tensor.TryGetProperty("shape", out JsonElement shape)
            || !tensor.TryGetProperty("data_offsets", out JsonElement offsets)
        )
        {
            throw new InvalidDataException($"tensor '{name}': expected dtype, shape and data_offsets");
        }

        if (type.ValueKind != JsonValueKind.String || type.GetString() != "F32")
        {
            throw new InvalidDataException($"tensor '{name}': expected the dtype F32");
        }

        return Numbers(offsets) is [long begin, long end] && begin <= end && Numbers(shape) is long[] extents
            ? new SafetensorsTensor([.. extents], begin, end)
            : throw new InvalidDataException($"tensor '{name}': shape and data_offsets must be whole numbers, begin before end");
    }

    /// <summary>A list of whole numbers that are not negative; null when it is something else.</summary>
    private static long[]? Numbers(JsonElement list)
    {
        if (list.ValueKind != JsonValueKind.Array)
        {
            return null;
        }

        long[] numbers = new long[list.GetArrayLength()];
        int i = 0;
        foreach (JsonElement item in list.EnumerateArray())
        {
            if (item.ValueKind != JsonValueKind.Number || !item.TryGetInt64(out numbers[i]) || numbers[i++] < 0)
            {
                return null;
            }
        }

        return numbers;
    }

    private void CheckTiling()
    {
        long end = 0;
        foreach ((string name, SafetensorsTensor tensor) in Tensors.OrderBy(entry => entry.Value.Begin).ThenBy(entry => entry.Value.End))
        {
            if (tensor.Begin != end)
            {
                string problem = tensor.Begin < end ? "overlaps the tensor before it" : "leaves a gap after the tensor before it";
                throw new InvalidDataException($"tensor '{name}' at byte {tensor.Begin} {problem}, which ends at {end}");
            }

            end = tensor.End;
        }

        if (end != DataLength)
        {
            throw new InvalidDataException($"truncated or too long: the tensors need {end} bytes, but the file holds {DataLength}");
        }
    }
}
