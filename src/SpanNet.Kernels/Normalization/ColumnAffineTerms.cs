using SpanNet.Kernels.Elementwise;

namespace SpanNet.Kernels.Normalization;

/// <summary>The constants of a normalization by columns: z = (x − Mean) · Scale + Shift, one of each per column.</summary>
public readonly ref struct ColumnAffineTerms
{
    /// <summary>Floats of room that <see cref="Widened"/> needs.</summary>
    internal const int Room = 3 * WideRows.Longest;

    /// <summary>What is subtracted.</summary>
    public required ReadOnlySpan<float> Mean { get; init; }

    /// <summary>Factor of x − mean.</summary>
    public required ReadOnlySpan<float> Scale { get; init; }

    /// <summary>What is added.</summary>
    public required ReadOnlySpan<float> Shift { get; init; }

    /// <summary>Fails unless there is one of each for every column.</summary>
    /// <exception cref="ArgumentException">There is not.</exception>
    internal void Check(int columns)
    {
        Lengths.Check(columns, Mean.Length);
        Lengths.Check(columns, Scale.Length);
        Lengths.Check(columns, Shift.Length);
    }

    /// <summary>The same for wide rows (<see cref="WideRows"/>), whose vectors are full; copies lie in <paramref name="room"/>.</summary>
    internal ColumnAffineTerms Widened(Span<float> room) =>
        new()
        {
            Mean = WideRows.Tile(Mean, room),
            Scale = WideRows.Tile(Scale, room[WideRows.Longest..]),
            Shift = WideRows.Tile(Shift, room[(2 * WideRows.Longest)..]),
        };
}
