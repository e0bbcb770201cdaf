using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using System.Text.Json;

namespace SpanNet.Data;

/// <summary>The characters (Unicode scalar values) of a text by number, in the order of their code. Plain data, stored in the model.</summary>
public sealed class Vocabulary
{
    private readonly Dictionary<Rune, int> numbers = [];

    private Vocabulary(IEnumerable<Rune> characters)
    {
        Characters = [.. characters.Select(character => character.ToString())];
        foreach (string character in Characters)
        {
            if (!numbers.TryAdd(Rune.GetRuneAt(character, 0), numbers.Count))
            {
                throw new InvalidDataException($"the vocabulary has the character {Describe(Rune.GetRuneAt(character, 0))} twice.");
            }
        }

        if (Characters.IsEmpty)
        {
            throw new InvalidDataException("the vocabulary is empty.");
        }
    }

    /// <summary>The characters; the position of each is its number.</summary>
    public ImmutableArray<string> Characters { get; }

    /// <summary>How many there are.</summary>
    public int Count => Characters.Length;

    /// <summary>All characters of <paramref name="text"/>.</summary>
    /// <exception cref="InvalidDataException">The text is empty.</exception>
    public static Vocabulary Of(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return new Vocabulary(text.EnumerateRunes().Distinct().Order());
    }

    /// <summary>Whether <paramref name="character"/> has a number.</summary>
    public bool Contains(Rune character) => numbers.ContainsKey(character);

    /// <summary>The numbers of the characters of <paramref name="text"/>.</summary>
    /// <exception cref="InvalidDataException">A character has none; the message names it and its place.</exception>
    public int[] Encode(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var encoded = new List<int>(text.Length);
        foreach (Rune character in text.EnumerateRunes())
        {
            encoded.Add(
                numbers.TryGetValue(character, out int number)
                    ? number
                    : throw new InvalidDataException(
                        $"unknown character {Describe(character)} at position {encoded.Count}: it is none of the {Count} that were learned"
                    )
            );
        }

        return [.. encoded];
    }

    /// <summary>Reads the form that <see cref="Write"/> gives.</summary>
    /// <exception cref="InvalidDataException">It is no text, empty, or has a character twice.</exception>
    public static Vocabulary Read(JsonElement json) =>
        json.ValueKind == JsonValueKind.String
            ? new Vocabulary(json.GetString()!.EnumerateRunes())
            : throw new InvalidDataException("expected a text");

    /// <summary>Writes all characters as one text.</summary>
    public void Write(Utf8JsonWriter json)
    {
        ArgumentNullException.ThrowIfNull(json);
        json.WriteStringValue(string.Concat(Characters));
    }

    private static string Describe(Rune character) =>
        Rune.IsControl(character)
            ? string.Create(CultureInfo.InvariantCulture, $"U+{character.Value:X4}")
            : string.Create(CultureInfo.InvariantCulture, $"'{character}' (U+{character.Value:X4})");
}
