using System.Text.Json;

namespace SpanNet.Data;

/// <summary>Reads the fields of this room's JSON forms, with an error that names the field; without reflection.</summary>
internal static class JsonFields
{
    /// <summary>The spelling of an enum value in JSON: lower case.</summary>
    public static string Name<T>(T value)
        where T : struct, Enum => value.ToString().ToLowerInvariant();

    public static T Choice<T>(JsonElement json, string field)
        where T : struct, Enum
    {
        string text = Text(json, field);
        foreach (T value in Enum.GetValues<T>())
        {
            if (Name(value) == text)
            {
                return value;
            }
        }

        throw new InvalidDataException($"\"{field}\": '{text}' is none of {string.Join(", ", Enum.GetValues<T>().Select(Name))}.");
    }

    public static string Text(JsonElement json, string field) =>
        Get(json, field) is { ValueKind: JsonValueKind.String } value
            ? value.GetString()!
            : throw new InvalidDataException($"\"{field}\" must be a string.");

    public static bool Boolean(JsonElement json, string field) =>
        Get(json, field) is { ValueKind: JsonValueKind.True or JsonValueKind.False } value
            ? value.GetBoolean()
            : throw new InvalidDataException($"\"{field}\" must be true or false.");

    public static int Integer(JsonElement json, string field, int minimum, int maximum = int.MaxValue) =>
        Get(json, field) is { ValueKind: JsonValueKind.Number } value
        && value.TryGetInt32(out int number)
        && number >= minimum
        && number <= maximum
            ? number
            : throw new InvalidDataException($"\"{field}\" must be a whole number from {minimum} to {maximum}.");

    public static float Float(JsonElement json, string field) => Finite(Get(json, field), field);

    public static float[] Floats(JsonElement json, string field) => [.. Items(json, field).Select(item => Finite(item, field))];

    public static string[] Texts(JsonElement json, string field) =>
        [
            .. Items(json, field)
                .Select(item =>
                    item.ValueKind == JsonValueKind.String
                        ? item.GetString()!
                        : throw new InvalidDataException($"\"{field}\" must hold strings only.")
                ),
        ];

    public static IEnumerable<JsonElement> Items(JsonElement json, string field) =>
        Get(json, field) is { ValueKind: JsonValueKind.Array } value
            ? value.EnumerateArray()
            : throw new InvalidDataException($"\"{field}\" must be a list.");

    public static void Write(Utf8JsonWriter json, string field, ReadOnlySpan<float> values)
    {
        json.WriteStartArray(field);
        foreach (float value in values)
        {
            json.WriteNumberValue(value);
        }

        json.WriteEndArray();
    }

    public static void Write(Utf8JsonWriter json, string field, IEnumerable<string> values)
    {
        json.WriteStartArray(field);
        foreach (string value in values)
        {
            json.WriteStringValue(value);
        }

        json.WriteEndArray();
    }

    private static float Finite(JsonElement value, string field) =>
        value.ValueKind == JsonValueKind.Number && value.TryGetSingle(out float number) && float.IsFinite(number)
            ? number
            : throw new InvalidDataException($"\"{field}\" must be a finite number.");

    private static JsonElement Get(JsonElement json, string field)
    {
        if (json.ValueKind != JsonValueKind.Object)
        {
            throw new InvalidDataException($"An object with the field \"{field}\" was expected.");
        }

        return json.TryGetProperty(field, out JsonElement value)
            ? value
            : throw new InvalidDataException($"The field \"{field}\" is missing.");
    }
}
