using System.Collections.Immutable;

namespace SpanNet.Graphs;

/// <summary>The extents of one sample, without the batch: [8, 8, 1] for an image (height, width, channels), [10] for ten numbers.</summary>
public readonly struct Shape : IEquatable<Shape>
{
    private readonly ImmutableArray<int> extents;
    private readonly int length;

    /// <summary>A shape with the given extents, each at least 1; at most 2³¹ − 1 elements in all.</summary>
    /// <exception cref="ArgumentException">An extent is below 1 or the product is too large.</exception>
    public Shape(params ReadOnlySpan<int> extents)
    {
        long length = 1;
        foreach (int extent in extents)
        {
            length *= extent;
            if (extent < 1 || length > int.MaxValue)
            {
                throw new ArgumentException($"A shape needs extents of at least 1 and at most 2147483647 elements, got {Text(extents)}.");
            }
        }

        this.extents = [.. extents];
        this.length = (int)length;
    }

    /// <summary>Number of elements; 1 for the shape without extents, a single number.</summary>
    public int Length => extents.IsDefaultOrEmpty ? 1 : length;

    /// <summary>Number of extents.</summary>
    public int Rank => Extents.Length;

    /// <summary>The extents, outermost first.</summary>
    public ReadOnlySpan<int> Extents => extents.AsSpan();

    /// <summary>Extent number <paramref name="axis"/>; counted from the end with ^.</summary>
    public int this[Index axis] => Extents[axis];

    /// <summary>True when all extents agree.</summary>
    public static bool operator ==(Shape a, Shape b) => a.Equals(b);

    /// <summary>True when an extent differs.</summary>
    public static bool operator !=(Shape a, Shape b) => !a.Equals(b);

    /// <inheritdoc/>
    public bool Equals(Shape other) => Extents.SequenceEqual(other.Extents);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is Shape other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        var hash = new HashCode();
        foreach (int extent in Extents)
        {
            hash.Add(extent);
        }

        return hash.ToHashCode();
    }

    /// <inheritdoc/>
    public override string ToString() => Text(Extents);

    private static string Text(ReadOnlySpan<int> extents) => $"[{string.Join(", ", extents.ToArray())}]";
}
