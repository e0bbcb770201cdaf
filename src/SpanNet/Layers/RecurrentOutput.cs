namespace SpanNet.Layers;

/// <summary>What a recurrent layer gives.</summary>
public enum RecurrentOutput
{
    /// <summary>[time, directions · hidden]: the state after every step; behind a sample's length 0.</summary>
    Sequence,

    /// <summary>
    /// [directions · hidden]: the state after the last step. The backward direction's last step is the sequence's first.
    /// </summary>
    LastState,
}
