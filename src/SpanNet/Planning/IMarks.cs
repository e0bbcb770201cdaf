namespace SpanNet.Planning;

/// <summary>Told where each part of a call ends. A struct as a type argument: <see cref="NoMarks"/> compiles to nothing.</summary>
internal interface IMarks
{
    /// <summary>A part has ended.</summary>
    void Mark();
}
