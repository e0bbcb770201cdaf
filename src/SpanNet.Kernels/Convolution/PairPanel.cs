using SpanNet.Kernels.Gemm;

namespace SpanNet.Kernels.Convolution;

/// <summary>
/// Filters of few outputs as two pixels in one vector read them: the outputs of the first pixel and, one pixel later, the same outputs
/// of the second, side by side. Row k of a segment holds rows k and k − edge of the filters, −0 where there is no such row.
/// </summary>
internal static class PairPanel
{
    /// <summary>Outputs of which two pixels fill a vector of AVX-512.</summary>
    public const int Outputs = Panels.Width / 2;

    /// <summary>Floats for <paramref name="segments"/> segments of <paramref name="length"/> rows, behind the bias of a pair.</summary>
    public static int Length(int segments, int length, int edge) => Panels.Width * (1 + (segments * (length + edge)));

    /// <summary>pairs ← the bias of both pixels, then the filters.</summary>
    /// <param name="filters">Panel of <paramref name="segments"/> · <paramref name="length"/> rows.</param>
    /// <param name="bias">At least <see cref="Outputs"/> floats, or empty for 0.</param>
    /// <param name="segments">Segments of a chain.</param>
    /// <param name="length">Rows of a segment.</param>
    /// <param name="edge">Rows of a segment that the first pixel reads before the second begins.</param>
    /// <param name="pairs"><see cref="Length"/> floats; overwritten.</param>
    public static void Fill(ReadOnlySpan<float> filters, ReadOnlySpan<float> bias, int segments, int length, int edge, Span<float> pairs)
    {
        pairs.Fill(-0f);
        if (!bias.IsEmpty)
        {
            bias[..Outputs].CopyTo(pairs);
            bias[..Outputs].CopyTo(pairs[Outputs..]);
        }

        for (int segment = 0; segment < segments; segment++)
        {
            Span<float> target = pairs[Length(segment, length, edge)..];
            for (int k = 0; k < length; k++)
            {
                ReadOnlySpan<float> row = filters.Slice(((segment * length) + k) * Panels.Width, Outputs);
                row.CopyTo(target[(k * Panels.Width)..]);
                row.CopyTo(target[(((k + edge) * Panels.Width) + Outputs)..]);
            }
        }
    }
}
