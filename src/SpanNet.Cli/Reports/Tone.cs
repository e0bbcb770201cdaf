namespace SpanNet.Cli.Reports;

/// <summary>How much a piece of text wants to be seen; plain output does not show it.</summary>
internal enum Tone
{
    /// <summary>Ordinary text.</summary>
    Normal,

    /// <summary>Of little interest.</summary>
    Quiet,

    /// <summary>What the eye should find first.</summary>
    Good,

    /// <summary>An error of the network.</summary>
    Bad,
}
