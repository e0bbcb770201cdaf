using System.Text.Json;

namespace SpanNet.Configuration;

/// <summary>
/// Reads the options of one object of a file and knows where it stands in it. Options that nobody asked for are an error, so that
/// a misspelt name is never silently ignored: call <see cref="Finish"/> at the end.
/// </summary>
public sealed class OptionReader
{
    private readonly JsonElement element;
    private readonly SortedSet<string> asked = new(StringComparer.Ordinal);

    /// <summary>Reads from <paramref name="element"/>, an object (or nothing at all: every option has its default).</summary>
    public OptionReader(JsonElement element, string path)
    {
        if (element.ValueKind is not (JsonValueKind.Object or JsonValueKind.Undefined))
        {
            throw new ConfigurationException(path, $"expected an object, got {Describe(element)}");
        }

        this.element = element;
        Path = path;
    }

    /// <summary>Where the object stands in its file, for example <c>layers[2]</c>.</summary>
    public string Path { get; }

    /// <summary>The options that were asked for so far.</summary>
    internal IReadOnlySet<string> Asked => asked;

    /// <summary>The path of option <paramref name="name"/>.</summary>
    public string PathOf(string name) => Path.Length == 0 ? name : $"{Path}.{name}";

    /// <summary>True when the option is given.</summary>
    public bool Has(string name) => TryGet(name, out _);

    /// <summary>The raw value of an option; false when it is not given.</summary>
    public bool TryGet(string name, out JsonElement value)
    {
        asked.Add(name);
        value = default;
        return element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out value);
    }

    /// <summary>A whole number; <paramref name="fallback"/> when not given, an error when there is none.</summary>
    public int Int32(string name, int? fallback = null, int minimum = int.MinValue, int maximum = int.MaxValue)
    {
        if (!TryGet(name, out JsonElement value))
        {
            return fallback ?? throw Missing(name, "a whole number");
        }

        if (value.ValueKind != JsonValueKind.Number || !value.TryGetInt32(out int number) || number < minimum || number > maximum)
        {
            throw new ConfigurationException(PathOf(name), $"expected a whole number{Bounds(minimum, maximum)}, got {Describe(value)}");
        }

        return number;
    }

    /// <summary>A finite number; <paramref name="fallback"/> when not given, an error when there is none.</summary>
    public float Single(string name, float? fallback = null, float minimum = float.MinValue, float maximum = float.MaxValue)
    {
        if (!TryGet(name, out JsonElement value))
        {
            return fallback ?? throw Missing(name, "a number");
        }

        return ToSingle(value, PathOf(name), minimum, maximum);
    }

    /// <summary>A list of finite numbers, or null when not given.</summary>
    public float[]? Singles(string name)
    {
        if (!TryGet(name, out JsonElement value))
        {
            return null;
        }

        if (value.ValueKind != JsonValueKind.Array)
        {
            throw new ConfigurationException(PathOf(name), $"expected a list of numbers, got {Describe(value)}");
        }

        return [.. value.EnumerateArray().Select((item, i) => ToSingle(item, $"{PathOf(name)}[{i}]", float.MinValue, float.MaxValue))];
    }

    /// <summary>A list of whole numbers ≥ <paramref name="minimum"/>; an error when not given.</summary>
    public int[] Int32s(string name, int minimum)
    {
        if (!TryGet(name, out JsonElement value))
        {
            throw Missing(name, "a list of whole numbers");
        }

        if (value.ValueKind != JsonValueKind.Array)
        {
            throw new ConfigurationException(PathOf(name), $"expected a list of whole numbers, got {Describe(value)}");
        }

        return
        [
            .. value
                .EnumerateArray()
                .Select(
                    (item, i) =>
                        item.ValueKind == JsonValueKind.Number && item.TryGetInt32(out int number) && number >= minimum
                            ? number
                            : throw new ConfigurationException(
                                $"{PathOf(name)}[{i}]",
                                $"expected a whole number{Bounds(minimum, int.MaxValue)}, got {Describe(item)}"
                            )
                ),
        ];
    }

    /// <summary>true or false.</summary>
    public bool Boolean(string name, bool fallback) =>
        !TryGet(name, out JsonElement value) ? fallback
        : value.ValueKind is JsonValueKind.True or JsonValueKind.False ? value.GetBoolean()
        : throw new ConfigurationException(PathOf(name), $"expected true or false, got {Describe(value)}");

    /// <summary>A text; <paramref name="fallback"/> when not given.</summary>
    public string? String(string name, string? fallback = null) =>
        !TryGet(name, out JsonElement value) ? fallback
        : value.ValueKind == JsonValueKind.String ? value.GetString()
        : throw new ConfigurationException(PathOf(name), $"expected a text, got {Describe(value)}");

    /// <summary>Fails when the object has an option that nothing asked for.</summary>
    public void Finish()
    {
        if (element.ValueKind != JsonValueKind.Object)
        {
            return;
        }

        foreach (JsonProperty property in element.EnumerateObject())
        {
            if (!asked.Contains(property.Name))
            {
                throw new ConfigurationException(PathOf(property.Name), $"unknown option; {Spelling.Suggest(property.Name, asked)}");
            }
        }
    }

    /// <summary>The value in words for an error message, shortened.</summary>
    internal static string Describe(JsonElement value)
    {
        string text = value.ValueKind == JsonValueKind.Undefined ? "nothing" : value.GetRawText();
        return text.Length <= 40 ? text : $"{text.AsSpan(0, 37)}...";
    }

    private static float ToSingle(JsonElement value, string path, float minimum, float maximum)
    {
        if (
            value.ValueKind != JsonValueKind.Number
            || !value.TryGetSingle(out float number)
            || !float.IsFinite(number)
            || number < minimum
            || number > maximum
        )
        {
            throw new ConfigurationException(path, $"expected a number{Bounds(minimum, maximum)}, got {Describe(value)}");
        }

        return number;
    }

    private static string Bounds(double minimum, double maximum) =>
        (minimum > float.MinValue && minimum > int.MinValue, maximum < int.MaxValue) switch
        {
            (true, true) => FormattableString.Invariant($" from {minimum} to {maximum}"),
            (true, false) => FormattableString.Invariant($" of at least {minimum}"),
            (false, true) => FormattableString.Invariant($" of at most {maximum}"),
            _ => "",
        };

    private ConfigurationException Missing(string name, string what) => new(PathOf(name), $"missing; expected {what}");
}
