using System.Runtime.CompilerServices;

namespace SpanNet.Kernels.Simd;

/// <summary>It is so.</summary>
internal readonly struct Yes : IChoice
{
    /// <inheritdoc/>
    public static bool Value
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => true;
    }
}
