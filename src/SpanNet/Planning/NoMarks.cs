using System.Runtime.CompilerServices;

namespace SpanNet.Planning;

/// <summary>Nobody wants to know: the code of a call that is not profiled.</summary>
internal readonly struct NoMarks : IMarks
{
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Mark() { }
}
