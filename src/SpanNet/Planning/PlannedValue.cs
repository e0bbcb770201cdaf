namespace SpanNet.Planning;

/// <summary>A value of the graph and its gradient, before they have a place.</summary>
internal sealed class PlannedValue(int length)
{
    public int Length { get; } = length;

    public bool IsOutput { get; set; }

    public bool NeedsGradient { get; set; }

    public int Request { get; set; } = -1;

    public int GradientRequest { get; set; } = -1;
}
