using SpanNet.Kernels.Convolution;

namespace SpanNet.Kernels.Tests.Convolution;

public class ConvolutionWidthTests
{
    public static TheoryData<string> Names => [.. ConvolutionShapes.All.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void All_widths_give_the_same_bits(string name)
    {
        (ConvolutionShape shape, int batch) = ConvolutionShapes.All[name];
        var run = new ConvolutionRun(shape, batch);
        float[] y = Forward(run, 1);
        float[] dx = Spread(run, 1);
        float[] dw = Gradient(run, 1);
        foreach (int lanes in Widths.All)
        {
            Widths.AssertSameBits(y, Forward(run, lanes), $"y, {lanes} lanes");
            Widths.AssertSameBits(dx, Spread(run, lanes), $"dx, {lanes} lanes");
            Widths.AssertSameBits(dw, Gradient(run, lanes), $"dw, {lanes} lanes");
        }

        // What the widths agree on is what the entry point computes; a plain product goes another way with the same chains.
        Widths.AssertSameBits(run.Forward(), y, "y");
        Widths.AssertSameBits(run.WeightGradientPanels(), dw, "dw");
    }

    /// <summary>Pixels that are computed together must not meet: ∞ · 0 and −0 + 0 would tell.</summary>
    [Theory]
    [MemberData(nameof(Names))]
    public void What_is_not_finite_stays_in_its_chains_at_all_widths(string name)
    {
        (ConvolutionShape shape, int batch) = ConvolutionShapes.All[name];
        var run = new ConvolutionRun(shape, batch);
        Spoil(run.X);
        Spoil(run.Dy);
        run.Bias.AsSpan().Fill(-0f);
        float[] y = Forward(run, 1);
        float[] dx = Spread(run, 1);
        float[] dw = Gradient(run, 1);
        foreach (int lanes in Widths.All)
        {
            Widths.AssertSameBits(y, Forward(run, lanes), $"y, {lanes} lanes");
            Widths.AssertSameBits(dx, Spread(run, lanes), $"dx, {lanes} lanes");
            Widths.AssertSameBits(dw, Gradient(run, lanes), $"dw, {lanes} lanes");
        }

        Widths.AssertSameBits(run.Canonical(run.WeightGradientPanels()), run.Canonical(dw), "dw");
    }

    /// <summary>A product with 0 for a neighbour's sake would turn −0 into 0.</summary>
    [Theory]
    [MemberData(nameof(Names))]
    public void Sums_of_negative_zeros_stay_negative_at_all_widths(string name)
    {
        (ConvolutionShape shape, int batch) = ConvolutionShapes.All[name];
        if (Winograd.Suits(shape))
        {
            return;
        }

        var run = new ConvolutionRun(shape, batch);
        run.X.AsSpan().Clear();
        run.Bias.AsSpan().Fill(-0f);
        for (int i = 0; i < run.Stored.Length; i++)
        {
            run.Stored[i] = -1 - MathF.Abs(run.Stored[i]);
        }

        foreach (int lanes in Widths.All)
        {
            Assert.All(Forward(run, lanes), y => Assert.True(y == 0 && float.IsNegative(y), $"{y}, {lanes} lanes"));
        }
    }

    /// <summary>Zeros of both signs, and a few places that no sum survives.</summary>
    private static void Spoil(float[] values)
    {
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = i % 5 == 0 ? -0f : 0f;
        }

        values[values.Length / 3] = float.PositiveInfinity;
        values[^1] = float.NaN;
    }

    private static float[] Forward(ConvolutionRun run, int lanes) =>
        Correlate(
            Winograd.Suits(run.Shape) ? new Winograd(run.Shape).Forward : Correlation.Forward(run.Shape),
            run,
            run.X,
            run.Dy.Length,
            run.Bias,
            lanes
        );

    /// <summary>The filters need not be transposed to compare widths: any numbers do.</summary>
    private static float[] Spread(ConvolutionRun run, int lanes) =>
        Correlate(
            Winograd.Suits(run.Shape) ? new Winograd(run.Shape).Backward : Correlation.Backward(run.Shape),
            run,
            run.Dy,
            run.X.Length,
            default,
            lanes
        );

    private static float[] Correlate(Correlation plan, ConvolutionRun run, float[] source, int length, float[]? bias, int lanes)
    {
        float[] y = new float[length];
        float[] filters = Samples.Normal(plan.Groups * Kernels.Gemm.Panels.Length(plan.PanelRows, plan.GroupOutputs), 9);
        if (bias is not null)
        {
            filters = plan.IsWinograd ? Transformed(plan, run.Stored, lanes) : run.Stored;
        }

        if (plan.IsDepthwise)
        {
            var depthwise = new DepthwiseJob
            {
                Plan = plan,
                Taps = DepthwiseTaps.Of(plan),
                Batch = run.Batch,
                Source = source,
                Filters = filters,
                Bias = bias,
                C = y,
                Y = y,
            };
            depthwise.Cut(0, 1);
            Widths.Run(ref depthwise, lanes);
            return y;
        }

        var job = new CorrelationJob
        {
            Plan = plan,
            Batch = run.Batch,
            Source = source,
            Filters = filters,
            Bias = bias,
            C = y,
            Y = y,
            Scratch = new float[plan.SlotLength(run.Batch)],
        };
        job.Cut(0, 1);
        Widths.Run(ref job, lanes);
        return y;
    }

    private static float[] Transformed(Correlation plan, float[] filters, int lanes)
    {
        float[] transformed = new float[plan.TransformedLength];
        Transform<WinogradFilter>(plan, filters, transformed, lanes);
        return transformed;
    }

    private static void Transform<TMap>(Correlation plan, float[] from, float[] to, int lanes)
        where TMap : struct, IWinogradMap
    {
        var job = new WinogradFilterJob<TMap>
        {
            Channels = plan.GroupInputs,
            Outputs = plan.GroupOutputs,
            From = from,
            To = to,
        };
        job.Cut(0, 1);
        Widths.Run(ref job, lanes);
    }

    private static float[] Gradient(ConvolutionRun run, int lanes)
    {
        Correlation plan = Correlation.Forward(run.Shape);
        float[] dw = new float[run.Stored.Length];
        if (run.Shape.IsDepthwise)
        {
            var depthwise = new DepthwiseGradientJob
            {
                Plan = plan,
                Groups = DepthwiseTapGroup.Of(plan),
                Batch = run.Batch,
                X = run.X,
                Dy = run.Dy,
                Dw = dw,
            };
            depthwise.Cut(0, 1);
            Widths.Run(ref depthwise, lanes);
            return dw;
        }

        if (Winograd.Suits(run.Shape))
        {
            var winograd = new Winograd(run.Shape);
            float[] du = new float[winograd.Forward.TransformedLength];
            WinogradGradientJob sums = winograd.Sums(run.X, run.Dy, du, new float[winograd.WeightGradientScratch(run.Batch)], run.Batch);
            sums.Cut(0, 1);
            Widths.Run(ref sums, lanes);
            Transform<WinogradFilterGradient>(winograd.Forward, du, dw, lanes);
            return dw;
        }

        var job = new FilterGradientJob
        {
            Plan = plan,
            PixelRows = plan.PixelRows(),
            Batch = run.Batch,
            X = run.X,
            Dy = run.Dy,
            Dw = dw,
            Scratch = new float[FilterGradientJob.SlotLength(plan, run.Batch)],
        };
        job.Cut(0, 1);
        Widths.Run(ref job, lanes);
        job.ClearPadding();
        return dw;
    }
}
