using System.Collections.Immutable;

namespace SpanNet.Catalogs;

/// <summary>The things of one kind that files and the command line can name. Immutable.</summary>
/// <typeparam name="T">The kind: <c>Optimizer</c>, <c>Loss</c>.</typeparam>
public sealed class Catalog<T>
    where T : notnull
{
    private readonly string kind;

    internal Catalog(string kind, params ImmutableArray<CatalogEntry<T>> entries)
    {
        this.kind = kind;
        Entries = entries;
    }

    /// <summary>The entries, in the order in which they are listed.</summary>
    public ImmutableArray<CatalogEntry<T>> Entries { get; }

    /// <summary>The names of the entries.</summary>
    public IEnumerable<string> Names => Entries.Select(e => e.Name);

    /// <summary>The entry called <paramref name="name"/>.</summary>
    /// <exception cref="ArgumentException">There is none; the message lists the names.</exception>
    public CatalogEntry<T> this[string name] =>
        Entries.FirstOrDefault(e => e.Name == name)
        ?? throw new ArgumentException($"There is no {kind} '{name}'; there are: {string.Join(", ", Names)}.", nameof(name));

    /// <summary>The entry that <paramref name="subject"/> was made from, or null when its type is not in the catalog.</summary>
    public CatalogEntry<T>? EntryOf(T subject) => Entries.FirstOrDefault(e => e.Defaults.GetType() == subject.GetType());
}
