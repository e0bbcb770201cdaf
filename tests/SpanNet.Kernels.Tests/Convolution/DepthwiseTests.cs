using SpanNet.Kernels.Convolution;
using SpanNet.Kernels.Threading;
using SpanNet.Testing;

namespace SpanNet.Kernels.Tests.Convolution;

public class DepthwiseTests
{
    public static TheoryData<string> Names =>
        [.. ConvolutionShapes.All.Where(item => item.Value.Shape.IsDepthwise).Select(item => item.Key)];

    [Theory]
    [MemberData(nameof(Names))]
    public void Chains_run_over_taps_and_over_pixels_in_their_order(string name)
    {
        (ConvolutionShape s, int batch) = ConvolutionShapes.All[name];
        var run = new ConvolutionRun(s, batch);
        float[] y = [.. Enumerable.Range(0, run.Dy.Length).Select(i => run.Bias[i % s.Channels])];
        float[] dx = new float[run.X.Length];
        float[] dw = new float[run.Filters.Length];
        foreach ((int pixel, int input, int filter) in Products(s, batch))
        {
            y[pixel] = MathF.FusedMultiplyAdd(input < 0 ? 0f : run.X[input], run.Filters[filter], y[pixel]);
            dw[filter] = MathF.FusedMultiplyAdd(input < 0 ? 0f : run.X[input], run.Dy[pixel], dw[filter]);
        }

        // The chains of dx go through dy from first to last.
        foreach ((int pixel, int input, int filter) in Products(s, batch).Where(product => product.Input >= 0))
        {
            dx[input] = MathF.FusedMultiplyAdd(run.Dy[pixel], run.Filters[filter], dx[input]);
        }

        Assert.Equal(y, run.Forward());
        Assert.Equal(dx, run.InputGradient());
        Assert.Equal(dw, run.Canonical(run.WeightGradientPanels()));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Nothing_outside_the_images_is_touched(string name)
    {
        (ConvolutionShape shape, int batch) = ConvolutionShapes.All[name];
        var run = new ConvolutionRun(shape, batch);
        var convolution = new Kernels.Convolution.Convolution(shape);
        using GuardedBuffer x = new(run.X.Length);
        using GuardedBuffer y = new(run.Dy.Length);
        using GuardedBuffer w = new(run.Stored.Length);
        using GuardedBuffer bias = GuardedBuffer.CopyOf(run.Bias);
        for (int side = 0; side < 2; side++)
        {
            Span<float> image = side == 0 ? x.BeforeGuard : x.BehindGuard;
            Span<float> pixels = side == 0 ? y.BeforeGuard : y.BehindGuard;
            Span<float> filters = side == 0 ? w.BeforeGuard : w.BehindGuard;
            run.Stored.CopyTo(filters);
            run.X.CopyTo(image);
            convolution.Forward(image, filters, bias.BeforeGuard, pixels, pixels, [], batch, null, ThreadTeam.Single);
            Assert.Equal(run.Forward(), pixels);
            run.Dy.CopyTo(pixels);
            convolution.InputGradient(pixels, filters, image, [], batch, accumulate: false, ThreadTeam.Single);
            Assert.Equal(run.InputGradient(), image);
            run.X.CopyTo(image);
            convolution.WeightGradient(image, pixels, filters, [], batch, accumulate: false, ThreadTeam.Single);
            Assert.Equal(run.WeightGradientPanels(), filters);
        }
    }

    /// <summary>All products of x and w in the order of the chains of y and dw; the input is −1 where it lies in the padding.</summary>
    private static IEnumerable<(int Pixel, int Input, int Filter)> Products(ConvolutionShape s, int batch)
    {
        for (int i = 0; i < batch * s.OutputHeight * s.OutputWidth * s.Taps * s.Channels; i++)
        {
            (int rest, int channel) = Math.DivRem(i, s.Channels);
            (rest, int tap) = Math.DivRem(rest, s.Taps);
            (int image, int place) = Math.DivRem(rest, s.OutputHeight * s.OutputWidth);
            int row = (place / s.OutputWidth * s.StrideHeight) + (tap / s.KernelWidth * s.DilationHeight) - s.Top;
            int column = (place % s.OutputWidth * s.StrideWidth) + (tap % s.KernelWidth * s.DilationWidth) - s.Left;
            bool isInside = (uint)row < (uint)s.Height && (uint)column < (uint)s.Width;
            int input = (((((image * s.Height) + row) * s.Width) + column) * s.Channels) + channel;
            yield return ((rest * s.Channels) + channel, isInside ? input : -1, (channel * s.Taps) + tap);
        }
    }
}
