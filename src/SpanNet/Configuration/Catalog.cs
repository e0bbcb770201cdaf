using System.Text.Json;

namespace SpanNet.Configuration;

/// <summary>
/// The kinds of one thing that files can name, each with the function that reads its options. A kind appears in a file as
/// <c>"relu"</c>, or with options as <c>{ "type": "leaky-relu", "slope": 0.1 }</c>.
/// </summary>
/// <typeparam name="T">The thing: layer, activation, loss, optimizer, initializer.</typeparam>
public sealed class Catalog<T>
    where T : class
{
    private readonly string noun;
    private readonly Lock adding = new();

    // Replaced as a whole, so that files may be read while a kind is added.
    private volatile Dictionary<string, Func<OptionReader, T>> readers = new(StringComparer.Ordinal);

    /// <summary>A catalog of <paramref name="entries"/>; <paramref name="noun"/> names the thing in error messages.</summary>
    public Catalog(string noun, params ReadOnlySpan<(string Kind, Func<OptionReader, T> Read)> entries)
    {
        this.noun = noun;
        foreach ((string kind, Func<OptionReader, T> read) in entries)
        {
            readers.Add(kind, read);
        }
    }

    /// <summary>Adds a kind.</summary>
    /// <exception cref="ArgumentException">The kind is there already.</exception>
    internal void Add(string kind, Func<OptionReader, T> read)
    {
        lock (adding)
        {
            if (readers.ContainsKey(kind))
            {
                throw new ArgumentException($"There is a {noun} '{kind}' already.", nameof(kind));
            }

            readers = new(readers, StringComparer.Ordinal) { [kind] = read };
        }
    }

    /// <summary>All kinds, in the order of the catalog.</summary>
    public IReadOnlyCollection<string> Kinds => readers.Keys;

    /// <summary>The kind with all options at their defaults.</summary>
    /// <exception cref="ConfigurationException">There is no such kind; the message names the nearest.</exception>
    public T Create(string kind) => Create(kind, new OptionReader(default, ""), "");

    /// <summary>Reads a bare name or an object with a type and options.</summary>
    /// <exception cref="ConfigurationException">Unknown kind or option, or a value that cannot be; the message names the path.</exception>
    public T Read(JsonElement element, string path)
    {
        if (element.ValueKind == JsonValueKind.String)
        {
            return Create(element.GetString()!, new OptionReader(default, path), path);
        }

        var options = new OptionReader(element, path);
        T thing = Read(options);
        options.Finish();
        return thing;
    }

    /// <summary>
    /// Reads an object that holds more than the thing's own options: the caller asks for the others and then calls
    /// <see cref="OptionReader.Finish"/>.
    /// </summary>
    /// <exception cref="ConfigurationException">Unknown kind, or a value that cannot be; the message names the path.</exception>
    public T Read(OptionReader options)
    {
        ArgumentNullException.ThrowIfNull(options);
        string kind =
            options.String("type") ?? throw new ConfigurationException(options.PathOf("type"), $"missing; expected the {noun}'s name");
        return Create(kind, options, options.PathOf("type"));
    }

    /// <summary>Reads option <paramref name="name"/> of <paramref name="options"/>, or gives null when it is not there.</summary>
    public T? Option(OptionReader options, string name) =>
        options.TryGet(name, out JsonElement value) ? Read(value, options.PathOf(name)) : null;

    private T Create(string kind, OptionReader options, string path) =>
        readers.TryGetValue(kind, out Func<OptionReader, T>? read)
            ? read(options)
            : throw new ConfigurationException(path, $"unknown {noun} '{kind}'; {Spelling.Suggest(kind, readers.Keys)}");
}
