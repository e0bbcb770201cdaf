namespace SpanNet.Planning;

/// <summary>A value of the graph, before it has a place.</summary>
internal sealed class ValueDraft(int length)
{
    /// <summary>Floats of a sample.</summary>
    public int Length { get; } = length;

    public bool IsOutput { get; set; }

    public bool NeedsGradient { get; set; }
}
