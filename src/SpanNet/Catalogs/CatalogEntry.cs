using System.Collections.Immutable;

namespace SpanNet.Catalogs;

/// <summary>One thing that files and the command line can name: its name, its defaults, its options. Immutable.</summary>
/// <param name="name">The name in files: lower case, words joined by hyphens.</param>
/// <param name="defaults">The thing with every option at its default.</param>
/// <param name="options">Its options.</param>
/// <typeparam name="T">What the catalog lists.</typeparam>
public sealed class CatalogEntry<T>(string name, T defaults, ImmutableArray<CatalogOption<T>> options)
    where T : notnull
{
    /// <summary>The name in files: lower case, words joined by hyphens.</summary>
    public string Name { get; } = name;

    /// <summary>The thing with every option at its default.</summary>
    public T Defaults { get; } = defaults;

    /// <summary>The options, in the order in which they are listed and written.</summary>
    public ImmutableArray<CatalogOption<T>> Options { get; } = options;

    /// <summary>The option called <paramref name="option"/>, or null.</summary>
    public CatalogOption<T>? Find(string option)
    {
        foreach (CatalogOption<T> candidate in Options)
        {
            if (candidate.Name == option)
            {
                return candidate;
            }
        }

        return null;
    }

    /// <summary>The thing with some options set.</summary>
    /// <exception cref="ArgumentException">No such option, or a value out of range; the message names option and value.</exception>
    public T Create(params IEnumerable<KeyValuePair<string, ImmutableArray<float>>> values)
    {
        T subject = Defaults;
        foreach ((string option, ImmutableArray<float> value) in values)
        {
            CatalogOption<T> found =
                Find(option)
                ?? throw new ArgumentException(
                    $"'{Name}' has no option '{option}'; it has: {string.Join(", ", Options.Select(o => o.Name))}.",
                    nameof(values)
                );
            subject = found.Set(subject, value);
        }

        return subject;
    }

    /// <summary>The options of <paramref name="subject"/> that are not at their default: with them <see cref="Create"/> gives it back.</summary>
    public ImmutableArray<KeyValuePair<string, ImmutableArray<float>>> ValuesOf(T subject) =>
        [.. Options.Where(o => !o.Get(subject).SequenceEqual(o.Get(Defaults))).Select(o => KeyValuePair.Create(o.Name, o.Get(subject)))];
}
