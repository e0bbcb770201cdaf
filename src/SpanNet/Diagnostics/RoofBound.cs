namespace SpanNet.Diagnostics;

/// <summary>What limits a part of a call.</summary>
public enum RoofBound
{
    /// <summary>The arithmetic.</summary>
    Compute,

    /// <summary>The memory that its bytes lie in.</summary>
    Memory,
}
