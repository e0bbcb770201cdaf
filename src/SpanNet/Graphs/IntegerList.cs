using System.Collections.Immutable;
using System.Runtime.CompilerServices;

namespace SpanNet.Graphs;

/// <summary>Whole numbers as an option of a layer: immutable and compared by value, as the layer is. Written as <c>[1, 0, 2]</c>.</summary>
[CollectionBuilder(typeof(IntegerList), nameof(Create))]
public readonly struct IntegerList : IEquatable<IntegerList>
{
    private readonly ImmutableArray<int> items;

    private IntegerList(ImmutableArray<int> items) => this.items = items;

    /// <summary>How many.</summary>
    public int Count => Items.Length;

    /// <summary>The numbers.</summary>
    public ImmutableArray<int> Items => items.IsDefault ? [] : items;

    /// <summary>Number <paramref name="i"/>.</summary>
    public int this[int i] => Items[i];

    /// <summary>True when all numbers agree.</summary>
    public static bool operator ==(IntegerList a, IntegerList b) => a.Equals(b);

    /// <summary>True when a number differs.</summary>
    public static bool operator !=(IntegerList a, IntegerList b) => !a.Equals(b);

    /// <summary>A list of these numbers.</summary>
    public static IntegerList Create(ReadOnlySpan<int> items) => new([.. items]);

    /// <summary>The numbers in their order.</summary>
    public ImmutableArray<int>.Enumerator GetEnumerator() => Items.GetEnumerator();

    /// <inheritdoc/>
    public bool Equals(IntegerList other) => Items.AsSpan().SequenceEqual(other.Items.AsSpan());

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is IntegerList other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        var hash = new HashCode();
        foreach (int item in Items)
        {
            hash.Add(item);
        }

        return hash.ToHashCode();
    }

    /// <inheritdoc/>
    public override string ToString() => $"[{string.Join(", ", Items)}]";
}
