namespace SpanNet.Layers;

/// <summary>Rows and columns of a kernel, a window or a step.</summary>
/// <param name="Height">Rows.</param>
/// <param name="Width">Columns.</param>
public readonly record struct Size2D(int Height, int Width)
{
    /// <summary>As many rows as columns.</summary>
    public static implicit operator Size2D(int size) => new(size, size);

    /// <inheritdoc/>
    public override string ToString() => $"{Height} × {Width}";
}
