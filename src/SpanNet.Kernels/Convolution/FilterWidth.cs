namespace SpanNet.Kernels.Convolution;

/// <summary>How wide vectors of output channels are worth being.</summary>
internal static class FilterWidth
{
    /// <summary>Room that <paramref name="outputs"/> channels give a vector: panels are padded, so four lanes always exist.</summary>
    public static int Of(int outputs) => Math.Max(4, outputs);
}
