namespace SpanNet.Planning;

/// <summary>Ticks, both ends included, during which memory holds what somebody reads.</summary>
internal readonly record struct Stretch(int First, int Last)
{
    public bool Meets(Stretch other) => First <= other.Last && other.First <= Last;
}
