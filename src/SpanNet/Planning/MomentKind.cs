namespace SpanNet.Planning;

/// <summary>What happens at a tick of a plan's time.</summary>
internal enum MomentKind
{
    /// <summary>The caller writes the inputs.</summary>
    Begin,

    /// <summary>A step runs forward.</summary>
    Forward,

    /// <summary>
    /// The loss reads the outputs and writes their gradients, wanted or not. When it is not finite, a second forward pass finds out where that
    /// began: until now the inputs are kept.
    /// </summary>
    Loss,

    /// <summary>A step runs forward once more, because its output was not kept.</summary>
    Again,

    /// <summary>A step runs backward.</summary>
    Backward,

    /// <summary>The caller reads the outputs.</summary>
    End,
}
