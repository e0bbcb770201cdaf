using System.Collections.Immutable;
using System.Text.Json;
using SpanNet.Data;

namespace SpanNet.Models;

/// <summary>
/// How a model came about, as far as the same seed, data and options repeat it: no time, machine or path, so that equal runs
/// give equal files. Options and metrics are kept in the order of their names.
/// </summary>
public sealed record RunRecord
{
    /// <summary>Seed of first weights, shuffles and dropout masks.</summary>
    public ulong Seed { get; init; }

    /// <summary>Short name of the data.</summary>
    public string DataName { get; init; } = "";

    /// <summary>SHA-256 of the data's content in hexadecimal; see <see cref="Dataset.ContentHash"/>.</summary>
    public string DataHash { get; init; } = "";

    /// <summary>Epochs that were run.</summary>
    public int Epochs { get; init; }

    /// <summary>The options of the run by name.</summary>
    public ImmutableSortedDictionary<string, string> Options { get; init; } = Empty<string>();

    /// <summary>What was measured at the end, by name; may hold values that are not finite.</summary>
    public ImmutableSortedDictionary<string, double> Metrics { get; init; } = Empty<double>();

    /// <summary>Equal in all fields, options and metrics compared one by one.</summary>
    public bool Equals(RunRecord? other) =>
        other is not null
        && Seed == other.Seed
        && DataName == other.DataName
        && DataHash == other.DataHash
        && Epochs == other.Epochs
        && Options.SequenceEqual(other.Options)
        && Metrics.SequenceEqual(other.Metrics);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Seed, DataName, DataHash, Epochs, Options.Count, Metrics.Count);

    /// <summary>Writes {"seed":…,"data":…,"hash":…,"epochs":…,"options":{…},"metrics":{…}}; a metric that is not finite as a text.</summary>
    internal void Write(Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteNumber("seed", Seed);
        json.WriteString("data", DataName);
        json.WriteString("hash", DataHash);
        json.WriteNumber("epochs", Epochs);
        json.WriteStartObject("options");
        foreach ((string name, string value) in Ordinal(Options))
        {
            json.WriteString(name, value);
        }

        json.WriteEndObject();
        json.WriteStartObject("metrics");
        foreach ((string name, double value) in Ordinal(Metrics))
        {
            if (double.IsFinite(value))
            {
                json.WriteNumber(name, value);
            }
            else
            {
                json.WriteNull(name);
            }
        }

        json.WriteEndObject();
        json.WriteEndObject();
    }

    /// <summary>Reads what <see cref="Write"/> wrote; a metric that was not finite is NaN.</summary>
    /// <exception cref="InvalidDataException">It is something else; the message names the field.</exception>
    internal static RunRecord Read(JsonElement json) =>
        new()
        {
            DataName = JsonFields.Text(json, "data"),
            DataHash = JsonFields.Text(json, "hash"),
            Epochs = JsonFields.Integer(json, "epochs", 0),
            Seed =
                json.TryGetProperty("seed", out JsonElement seed)
                && seed.ValueKind == JsonValueKind.Number
                && seed.TryGetUInt64(out ulong number)
                    ? number
                    : throw new InvalidDataException("\"seed\" must be a whole number of at least 0."),
            Options = ReadMap(
                json,
                "options",
                value =>
                    value.ValueKind == JsonValueKind.String
                        ? value.GetString()!
                        : throw new InvalidDataException("\"options\" must hold texts only.")
            ),
            Metrics = ReadMap(json, "metrics", ReadMetric),
        };

    private static double ReadMetric(JsonElement value) =>
        value.ValueKind == JsonValueKind.Null ? double.NaN
        : value.ValueKind == JsonValueKind.Number && value.TryGetDouble(out double number) && double.IsFinite(number) ? number
        : throw new InvalidDataException("\"metrics\" must hold numbers or null only.");

    private static ImmutableSortedDictionary<string, T> ReadMap<T>(JsonElement json, string field, Func<JsonElement, T> read)
    {
        if (!json.TryGetProperty(field, out JsonElement map) || map.ValueKind != JsonValueKind.Object)
        {
            throw new InvalidDataException($"\"{field}\" must be an object.");
        }

        ImmutableSortedDictionary<string, T>.Builder values = Empty<T>().ToBuilder();
        foreach (JsonProperty property in map.EnumerateObject())
        {
            values[property.Name] = read(property.Value);
        }

        return values.ToImmutable();
    }

    // Whoever made the dictionary may have given it another order.
    private static IEnumerable<KeyValuePair<string, T>> Ordinal<T>(ImmutableSortedDictionary<string, T> map) =>
        map.OrderBy(entry => entry.Key, StringComparer.Ordinal);

    private static ImmutableSortedDictionary<string, T> Empty<T>() => ImmutableSortedDictionary.Create<string, T>(StringComparer.Ordinal);
}
