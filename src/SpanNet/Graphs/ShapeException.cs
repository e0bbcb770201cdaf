namespace SpanNet.Graphs;

/// <summary>Shapes that do not fit together: the message names the layer, what it expected and what it got.</summary>
public sealed class ShapeException : Exception
{
    /// <summary>An error without a message.</summary>
    public ShapeException() { }

    /// <summary>An error.</summary>
    public ShapeException(string message)
        : base(message) { }

    /// <summary>An error that another one caused.</summary>
    public ShapeException(string message, Exception inner)
        : base(message, inner) { }
}
