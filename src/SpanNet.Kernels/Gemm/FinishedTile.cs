using System.Runtime.CompilerServices;
using SpanNet.Kernels.Simd;

namespace SpanNet.Kernels.Gemm;

/// <summary>A finished tile of two vectors, which its taker takes row by row along with the next tile.</summary>
internal ref struct FinishedTile<TTaker> : IAlongTile
    where TTaker : struct, ITileTaker, allows ref struct
{
    public TTaker Taker;

    /// <summary>Its elements, row by row.</summary>
    public ref float Sums;

    /// <summary>Room for those of the next tile.</summary>
    public ref float Free;

    /// <summary>The place of the first in the panels of the whole product.</summary>
    public nint At;

    /// <summary>From a vector of the product to the next on its right.</summary>
    public nint NextVector;

    /// <summary>Its rows; 0 when there is none.</summary>
    public nint Rows;

    public static bool IsWork
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => true;
    }

    public readonly nint Steps
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => Rows;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Step<V>(nint step)
        where V : struct, ISimd<V> => Take<V, Two>(step);

    /// <summary>Takes the rows from <paramref name="first"/> on, of <typeparamref name="TVectors"/> vectors, 2·<c>V.Count</c> floats apart.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Finish<V, TVectors>(nint first)
        where V : struct, ISimd<V>
        where TVectors : struct, ICount
    {
        for (nint row = first; row < Rows; row++)
        {
            Take<V, TVectors>(row);
        }
    }

    // Safety: the rows lie in the buffer of the product.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Take<V, TVectors>(nint row)
        where V : struct, ISimd<V>
        where TVectors : struct, ICount =>
        Taker.Take<V, TVectors>(ref Unsafe.Add(ref Sums, row * 2 * V.Count), At + (row * Panels.Width), NextVector);
}
