using SpanNet.Kernels.Threading;

namespace SpanNet.Kernels.Convolution;

/// <summary>The gradient of the filters of a convolution that runs forward by <c>plan</c>: which of the three jobs computes it is a matter of its shape.</summary>
internal static class FilterGradient
{
    /// <summary>Floats of scratch that <see cref="Run"/> needs.</summary>
    public static int ScratchLength(Correlation plan, int batch) =>
        plan.IsDepthwise
            ? 0
            : Environment.ProcessorCount
                * (NarrowGradientJob.Fits(plan) ? NarrowGradientJob.SlotLength(plan, batch) : FilterGradientJob.SlotLength(plan, batch));

    /// <summary>dw, or dw + what was there.</summary>
    public static void Run(
        Correlation plan,
        DepthwiseTapGroup[] groups,
        int[] pixelRows,
        ReadOnlySpan<float> x,
        ReadOnlySpan<float> dy,
        Span<float> dw,
        Span<float> scratch,
        int batch,
        bool accumulate,
        ThreadTeam team
    )
    {
        if (plan.IsDepthwise)
        {
            new DepthwiseGradientJob
            {
                Plan = plan,
                Groups = groups,
                Batch = batch,
                X = x,
                Dy = dy,
                Dw = dw,
                Accumulates = accumulate,
            }.Run(team);
        }
        else if (NarrowGradientJob.Fits(plan))
        {
            new NarrowGradientJob
            {
                Plan = plan,
                PixelRows = pixelRows,
                Batch = batch,
                X = x,
                Dy = dy,
                Dw = dw,
                Accumulates = accumulate,
                Scratch = scratch,
            }.Run(team);
        }
        else
        {
            new FilterGradientJob
            {
                Plan = plan,
                PixelRows = pixelRows,
                Batch = batch,
                X = x,
                Dy = dy,
                Dw = dw,
                Accumulates = accumulate,
                Scratch = scratch,
            }.Run(team);
        }
    }
}
