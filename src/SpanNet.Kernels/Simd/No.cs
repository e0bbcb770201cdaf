using System.Runtime.CompilerServices;

namespace SpanNet.Kernels.Simd;

/// <summary>It is not so.</summary>
internal readonly struct No : IChoice
{
    /// <inheritdoc/>
    public static bool Value
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => false;
    }
}
