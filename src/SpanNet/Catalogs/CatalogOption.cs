using System.Collections.Immutable;

namespace SpanNet.Catalogs;

/// <summary>One numeric option of a catalog entry: its name in files and how to read and set it. Immutable.</summary>
/// <typeparam name="T">What the catalog lists: <c>Optimizer</c>, <c>Loss</c>.</typeparam>
public sealed class CatalogOption<T>
{
    private readonly Func<T, ImmutableArray<float>> get;
    private readonly Func<T, ImmutableArray<float>, T> set;

    private CatalogOption(
        string name,
        string description,
        bool isList,
        Func<T, ImmutableArray<float>> get,
        Func<T, ImmutableArray<float>, T> set
    )
    {
        Name = name;
        Description = description;
        IsList = isList;
        this.get = get;
        this.set = set;
    }

    /// <summary>The name in files and on the command line: lower case, words joined by hyphens.</summary>
    public string Name { get; }

    /// <summary>What the option does, in one line.</summary>
    public string Description { get; }

    /// <summary>True when the value is a list of numbers, false when it is one number.</summary>
    public bool IsList { get; }

    /// <summary>The option's value in <paramref name="subject"/>: one number, or the list.</summary>
    public ImmutableArray<float> Get(T subject) => get(subject);

    /// <summary>A copy of <paramref name="subject"/> with the option set.</summary>
    /// <exception cref="ArgumentException">A list where one number is wanted, or a value out of range.</exception>
    public T Set(T subject, ImmutableArray<float> value) =>
        IsList || value.Length == 1
            ? set(subject, value)
            : throw new ArgumentException($"The option '{Name}' takes one number, got {value.Length}.", nameof(value));

    /// <summary>An option of one number of those subjects that are a <typeparamref name="TKind"/>.</summary>
    internal static CatalogOption<T> Number<TKind>(string name, string description, Func<TKind, float> get, Func<TKind, float, T> set)
        where TKind : T => new(name, description, false, s => [get((TKind)s!)], (s, v) => set((TKind)s!, v[0]));

    /// <summary>An option of a list of numbers of those subjects that are a <typeparamref name="TKind"/>.</summary>
    internal static CatalogOption<T> List<TKind>(
        string name,
        string description,
        Func<TKind, ImmutableArray<float>> get,
        Func<TKind, ImmutableArray<float>, T> set
    )
        where TKind : T => new(name, description, true, s => get((TKind)s!), (s, v) => set((TKind)s!, v));
}
