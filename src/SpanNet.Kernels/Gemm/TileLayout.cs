namespace SpanNet.Kernels.Gemm;

/// <summary>
/// Where a tile finds its operands: all that the tiles of one pass over B have in common. The inner dimension is cut into segments
/// of equal length: A jumps from one to the next, B runs through. A matrix product has one segment; a convolution has one per kernel
/// row, so that it reads the image where it lies.
/// </summary>
internal ref struct TileLayout
{
    /// <summary>Number of segments of the inner dimension.</summary>
    public nint Segments;

    /// <summary>Where segment s of A begins, in floats after the tile's first element.</summary>
    public ref readonly int Offsets;

    /// <summary>Elements of a segment.</summary>
    public nint Length;

    /// <summary>Where two neighbours are computed together: elements of a segment that the first reads before the second begins.</summary>
    public nint Edge;

    /// <summary>Row i of A starts i·ARow floats after the tile's first element.</summary>
    public nint ARow;

    /// <summary>Elements of a segment of A are AColumn floats apart.</summary>
    public nint AColumn;

    /// <summary>Rows of B are BRow floats apart: 16 in panels.</summary>
    public nint BRow;

    /// <summary>The second vector of a row of B lies BVector floats after the first.</summary>
    public nint BVector;

    /// <summary>Row i of the chains' beginnings lies i·StartRow floats after the first: 0 repeats a bias row.</summary>
    public nint StartRow;

    /// <summary>The second vector of a row of beginnings.</summary>
    public nint StartVector;

    /// <summary>Row i of C lies i·CRow floats after the first.</summary>
    public nint CRow;

    /// <summary>The second vector of a row of C.</summary>
    public nint CVector;
}
