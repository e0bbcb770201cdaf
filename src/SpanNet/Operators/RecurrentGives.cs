namespace SpanNet.Operators;

/// <summary>What a recurrent net gives.</summary>
internal enum RecurrentGives
{
    /// <summary>The states of the last layer after every step.</summary>
    Sequence,

    /// <summary>The states of the last layer after the last step.</summary>
    LastState,

    /// <summary>All that it remembers after the last step; the second input is laid out alike and is what it begins with.</summary>
    Memory,
}
