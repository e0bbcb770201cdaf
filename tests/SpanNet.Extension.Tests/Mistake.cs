namespace SpanNet.Extension.Tests;

/// <summary>What is wrong with a <see cref="Stretch"/>.</summary>
internal enum Mistake
{
    None,

    /// <summary>The gradient by the input lacks its factor.</summary>
    WrongGradient,

    /// <summary>A gradient is overwritten where it must be added.</summary>
    NeverAdds,

    /// <summary>A gradient is added where it must be overwritten.</summary>
    AlwaysAdds,

    /// <summary>The backward pass makes garbage.</summary>
    Allocates,

    /// <summary>The result depends on the number of threads.</summary>
    CountsThreads,

    /// <summary>Memory is read that nobody wrote.</summary>
    ReadsGarbage,
}
