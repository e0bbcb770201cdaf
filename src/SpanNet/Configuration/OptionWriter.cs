using System.Text.Json;
using SpanNet.Kernels.Activations;

namespace SpanNet.Configuration;

/// <summary>Writes the options of one object, leaving out those that have their default value: the inverse of <see cref="OptionReader"/>.</summary>
/// <param name="json">Where to write; stands inside an object.</param>
public sealed class OptionWriter(Utf8JsonWriter json)
{
    /// <summary>A whole number, left out when it equals <paramref name="fallback"/>.</summary>
    public void Int32(string name, int value, int? fallback = null)
    {
        if (value != fallback)
        {
            json.WriteNumber(name, value);
        }
    }

    /// <summary>A number, left out when it equals <paramref name="fallback"/>.</summary>
    public void Single(string name, float value, float? fallback = null)
    {
        if (value != fallback)
        {
            json.WriteNumber(name, value);
        }
    }

    /// <summary>A list of numbers, left out when null.</summary>
    public void Singles(string name, IEnumerable<float>? values)
    {
        if (values is null)
        {
            return;
        }

        json.WriteStartArray(name);
        foreach (float value in values)
        {
            json.WriteNumberValue(value);
        }

        json.WriteEndArray();
    }

    /// <summary>A list of whole numbers.</summary>
    public void Int32s(string name, IEnumerable<int> values)
    {
        json.WriteStartArray(name);
        foreach (int value in values)
        {
            json.WriteNumberValue(value);
        }

        json.WriteEndArray();
    }

    /// <summary>true or false, left out when it equals <paramref name="fallback"/>.</summary>
    public void Boolean(string name, bool value, bool fallback)
    {
        if (value != fallback)
        {
            json.WriteBoolean(name, value);
        }
    }

    /// <summary>A text, left out when it equals <paramref name="fallback"/>.</summary>
    public void String(string name, string? value, string? fallback = null)
    {
        if (value is not null && value != fallback)
        {
            json.WriteString(name, value);
        }
    }

    /// <summary>An activation: its bare name, or an object with a type and its parameters; left out when null.</summary>
    public void Activation(string name, Activation? value)
    {
        if (value is null)
        {
            return;
        }

        if (value.Parameters.Count == 0)
        {
            json.WriteString(name, value.Name);
            return;
        }

        json.WriteStartObject(name);
        json.WriteString("type", value.Name);
        foreach ((string parameter, float number) in value.Parameters)
        {
            json.WriteNumber(parameter, number);
        }

        json.WriteEndObject();
    }

    /// <summary>A named thing as an object with its type and the options that differ from their defaults; left out when it equals <paramref name="fallback"/>.</summary>
    public void Configurable(string name, IConfigurable? value, IConfigurable? fallback = null)
    {
        if (value is null || value.Equals(fallback))
        {
            return;
        }

        json.WritePropertyName(name);
        Configurable(value);
    }

    /// <summary>A named thing as an element of a list; see <see cref="Configurable(string, IConfigurable?, IConfigurable?)"/>.</summary>
    public void Configurable(IConfigurable value)
    {
        json.WriteStartObject();
        json.WriteString("type", value.Kind);
        value.WriteOptions(this);
        json.WriteEndObject();
    }
}
