using SpanNet.Kernels.Activations;
using SpanNet.Kernels.Gemm;
using SpanNet.Kernels.Normalization;
using SpanNet.Kernels.Threading;

namespace SpanNet.Kernels.Convolution;

/// <summary>
/// A convolution, its two gradients and its transpose, without im2col buffers: the tiles of the matrix product read the padded images
/// where they lie. Made at plan time; running allocates nothing and may happen on several threads at once.
/// </summary>
/// <remarks>
/// Order of sums: an element of y is one chain of fused multiply-adds over kernel rows, kernel columns and channels, first to last,
/// beginning with the bias or 0; zeros of the padding take part. An element of dx is one chain over the kernel backwards and the
/// outputs; one of dw is one chain over all pixels of the batch. Shapes that suit <see cref="Winograd"/> have its sums instead. Batch
/// size, position, threads and vector width change no bit of y and dx, threads and width none of dw. Buffers may not overlap unless
/// stated.
/// </remarks>
public sealed class Convolution
{
    private readonly Winograd? winograd;
    private readonly Correlation direct;
    private readonly Correlation forward;
    private readonly Correlation backward;
    private readonly DepthwiseTaps[] forwardTaps;
    private readonly DepthwiseTaps[] backwardTaps;
    private readonly DepthwiseTapGroup[] tapGroups;
    private readonly int[] taps;
    private readonly int[] pixelRows;

    /// <summary>Prepares a convolution.</summary>
    /// <exception cref="ArgumentException">There is no such convolution, see <see cref="ConvolutionShape.Check"/>.</exception>
    public Convolution(ConvolutionShape shape)
    {
        ArgumentNullException.ThrowIfNull(shape);
        shape.Check();
        Shape = shape;
        direct = Correlation.Forward(shape);
        winograd = Winograd.Suits(shape) ? new Winograd(shape) : null;
        forward = winograd?.Forward ?? direct;
        backward = winograd?.Backward ?? Correlation.Backward(shape);
        taps = new int[shape.Taps];
        int tap = 0;
        foreach (CorrelationPhase phase in backward.Phases)
        {
            phase.Taps.CopyTo(taps, tap);
            tap += phase.Taps.Length;
        }

        pixelRows = direct.PixelRows();
        forwardTaps = DepthwiseTaps.Of(forward);
        backwardTaps = DepthwiseTaps.Of(backward);
        tapGroups = DepthwiseTapGroup.Of(direct);
    }

    /// <summary>The sizes.</summary>
    public ConvolutionShape Shape { get; }

    /// <summary>Floats of the filters in <see cref="FilterPanels"/>.</summary>
    public int FiltersLength => FilterPanels.Length(Shape.Outputs, Shape.GroupChannels, Shape.Taps, Shape.Groups);

    /// <summary>Floats of scratch that <see cref="Forward"/> needs; more threads than cores share what there is.</summary>
    public int ForwardScratch(int batch) => Shape.IsProduct ? 0 : forward.TransformedLength + forward.ScratchLength(batch);

    /// <summary>Floats of scratch that <see cref="WeightGradient"/> needs.</summary>
    public int WeightGradientScratch(int batch) =>
        Shape.IsProduct ? Gemm.Gemm.WeightGradientScratch(Pixels(batch), Shape.Outputs)
        : winograd is not null ? winograd.WeightGradientScratch(batch)
        : FilterGradient.ScratchLength(direct, batch);

    /// <summary>Floats of scratch that <see cref="InputGradient"/> and <see cref="Transposed"/> need.</summary>
    public int InputGradientScratch(int batch) =>
        Shape.IsProduct
            ? Gemm.Gemm.InputGradientScratch(Shape.Outputs, Shape.Channels)
            : TransposedLength + backward.TransformedLength + backward.ScratchLength(batch);

    private int TransposedLength =>
        Shape.IsDepthwise ? 0 : Shape.Groups * Panels.Length(Shape.Taps * Shape.GroupOutputs, Shape.GroupChannels);

    /// <summary>z = x ∗ w + b, y = f(z).</summary>
    /// <param name="x">[batch, height, width, channels].</param>
    /// <param name="w">Filters in <see cref="FilterPanels"/>.</param>
    /// <param name="bias">One float per output, padded to a multiple of 16, or empty for none.</param>
    /// <param name="z">[batch, output height, output width, outputs], the input of the activation; may be <paramref name="y"/>.</param>
    /// <param name="y">Like z; overwritten.</param>
    /// <param name="scratch">At least <see cref="ForwardScratch"/> floats.</param>
    /// <param name="batch">Images.</param>
    /// <param name="activation">f, applied to each block while it is in the cache; null: y = z.</param>
    /// <param name="team">The threads to share the work with.</param>
    /// <exception cref="ArgumentException">A span is shorter than the shapes say.</exception>
    public void Forward(
        ReadOnlySpan<float> x,
        ReadOnlySpan<float> w,
        ReadOnlySpan<float> bias,
        Span<float> z,
        Span<float> y,
        Span<float> scratch,
        int batch,
        Activation? activation,
        ThreadTeam team
    )
    {
        Require(x, (long)batch * Shape.InputLength, "x [batch, height, width, channels]");
        Require(w, FiltersLength, "w, filters in panels");
        Require(z, (long)batch * Shape.OutputLength, "z [batch, output height, output width, outputs]");
        Require(y, (long)batch * Shape.OutputLength, "y [batch, output height, output width, outputs]");
        Require(scratch, ForwardScratch(batch), "scratch");
        RequireBias(bias, Shape.Outputs);
        if (Shape.IsProduct)
        {
            Gemm.Gemm.Forward(x, w, bias, z, y, Pixels(batch), Shape.Outputs, Shape.Channels, activation, team);
            return;
        }

        Run(forward, x, w, bias, z, y, scratch, batch, accumulate: false, new Epilogue { Activation = activation }, team);
    }

    /// <summary>z = x ∗ w + b, and y what <paramref name="epilogue"/> makes of z.</summary>
    /// <param name="x">[batch, height, width, channels].</param>
    /// <param name="w">Filters in <see cref="FilterPanels"/>.</param>
    /// <param name="bias">One float per output, padded to a multiple of 16, or empty for none.</param>
    /// <param name="y">[batch, output height, output width, outputs], overwritten.</param>
    /// <param name="scratch">At least <see cref="ForwardScratch"/> floats.</param>
    /// <param name="batch">Images.</param>
    /// <param name="epilogue">What happens to each block while it is in the cache.</param>
    /// <param name="team">The threads to share the work with.</param>
    /// <exception cref="ArgumentException">A span is shorter than the shapes say.</exception>
    public void ForwardFused(
        ReadOnlySpan<float> x,
        ReadOnlySpan<float> w,
        ReadOnlySpan<float> bias,
        Span<float> y,
        Span<float> scratch,
        int batch,
        in Epilogue epilogue,
        ThreadTeam team
    )
    {
        Require(x, (long)batch * Shape.InputLength, "x [batch, height, width, channels]");
        Require(w, FiltersLength, "w, filters in panels");
        Require(y, (long)batch * Shape.OutputLength, "y [batch, output height, output width, outputs]");
        Require(scratch, ForwardScratch(batch), "scratch");
        RequireBias(bias, Shape.Outputs);
        epilogue.Check(Shape.Outputs, batch * Shape.OutputLength);
        Span<float> room = stackalloc float[ColumnAffineTerms.Room];
        Run(forward, x, w, bias, y, y, scratch, batch, accumulate: false, epilogue.Widened(room), team);
    }

    /// <summary>dx from dy: every pixel of x collects what the chains that read it send back.</summary>
    /// <param name="dy">[batch, output height, output width, outputs].</param>
    /// <param name="w">Filters in <see cref="FilterPanels"/>.</param>
    /// <param name="dx">[batch, height, width, channels].</param>
    /// <param name="scratch">At least <see cref="InputGradientScratch"/> floats.</param>
    /// <param name="batch">Images.</param>
    /// <param name="accumulate">Add to dx instead of overwriting it (it is not read then).</param>
    /// <param name="team">The threads to share the work with.</param>
    /// <exception cref="ArgumentException">A span is shorter than the shapes say.</exception>
    public void InputGradient(
        ReadOnlySpan<float> dy,
        ReadOnlySpan<float> w,
        Span<float> dx,
        Span<float> scratch,
        int batch,
        bool accumulate,
        ThreadTeam team
    )
    {
        Require(dy, (long)batch * Shape.OutputLength, "dy [batch, output height, output width, outputs]");
        Require(w, FiltersLength, "w, filters in panels");
        Require(dx, (long)batch * Shape.InputLength, "dx [batch, height, width, channels]");
        Require(scratch, InputGradientScratch(batch), "scratch");
        if (Shape.IsProduct)
        {
            Gemm.Gemm.InputGradient(dy, w, dx, scratch, Pixels(batch), Shape.Outputs, Shape.Channels, accumulate, team);
            return;
        }

        Spread(dy, w, default, dx, dx, scratch, batch, accumulate, null, team);
    }

    /// <summary>The transposed convolution z = b + what <see cref="InputGradient"/> makes of x, y = f(z): images grow from [output height, output width, outputs] to [height, width, channels].</summary>
    /// <param name="x">[batch, output height, output width, outputs].</param>
    /// <param name="w">Filters in <see cref="FilterPanels"/>.</param>
    /// <param name="bias">One float per channel, padded to a multiple of 16, or empty for none.</param>
    /// <param name="z">[batch, height, width, channels], the input of the activation; may be <paramref name="y"/>.</param>
    /// <param name="y">Like z; overwritten.</param>
    /// <param name="scratch">At least <see cref="InputGradientScratch"/> floats.</param>
    /// <param name="batch">Images.</param>
    /// <param name="activation">f; null: y = z.</param>
    /// <param name="team">The threads to share the work with.</param>
    /// <exception cref="ArgumentException">A span is shorter than the shapes say.</exception>
    public void Transposed(
        ReadOnlySpan<float> x,
        ReadOnlySpan<float> w,
        ReadOnlySpan<float> bias,
        Span<float> z,
        Span<float> y,
        Span<float> scratch,
        int batch,
        Activation? activation,
        ThreadTeam team
    )
    {
        Require(x, (long)batch * Shape.OutputLength, "x [batch, output height, output width, outputs]");
        Require(w, FiltersLength, "w, filters in panels");
        Require(z, (long)batch * Shape.InputLength, "z [batch, height, width, channels]");
        Require(y, (long)batch * Shape.InputLength, "y [batch, height, width, channels]");
        Require(scratch, InputGradientScratch(batch), "scratch");
        RequireBias(bias, Shape.Channels);
        Spread(x, w, bias, z, y, scratch, batch, accumulate: false, activation, team);
    }

    /// <summary>dx of <see cref="Transposed"/>: dx = dy ∗ w, or dx += dy ∗ w.</summary>
    /// <param name="dy">[batch, height, width, channels].</param>
    /// <param name="w">Filters in <see cref="FilterPanels"/>.</param>
    /// <param name="dx">[batch, output height, output width, outputs].</param>
    /// <param name="scratch">At least <see cref="ForwardScratch"/> floats.</param>
    /// <param name="batch">Images.</param>
    /// <param name="accumulate">Add to dx instead of overwriting it (it is not read then).</param>
    /// <param name="team">The threads to share the work with.</param>
    /// <exception cref="ArgumentException">A span is shorter than the shapes say.</exception>
    public void TransposedInputGradient(
        ReadOnlySpan<float> dy,
        ReadOnlySpan<float> w,
        Span<float> dx,
        Span<float> scratch,
        int batch,
        bool accumulate,
        ThreadTeam team
    )
    {
        Require(dy, (long)batch * Shape.InputLength, "dy [batch, height, width, channels]");
        Require(w, FiltersLength, "w, filters in panels");
        Require(dx, (long)batch * Shape.OutputLength, "dx [batch, output height, output width, outputs]");
        Require(scratch, ForwardScratch(batch), "scratch");
        Run(forward, dy, w, default, dx, dx, scratch, batch, accumulate, default, team);
    }

    /// <summary>dw from x and dy: a sum over all pixels of the batch, first to last.</summary>
    /// <param name="x">[batch, height, width, channels].</param>
    /// <param name="dy">[batch, output height, output width, outputs].</param>
    /// <param name="dw">Like the filters; the padding becomes 0.</param>
    /// <param name="scratch">At least <see cref="WeightGradientScratch"/> floats.</param>
    /// <param name="batch">Images.</param>
    /// <param name="accumulate">Add to dw instead of overwriting it (it is not read then).</param>
    /// <param name="team">The threads to share the work with.</param>
    /// <exception cref="ArgumentException">A span is shorter than the shapes say.</exception>
    public void WeightGradient(
        ReadOnlySpan<float> x,
        ReadOnlySpan<float> dy,
        Span<float> dw,
        Span<float> scratch,
        int batch,
        bool accumulate,
        ThreadTeam team
    )
    {
        Require(x, (long)batch * Shape.InputLength, "x [batch, height, width, channels]");
        Require(dy, (long)batch * Shape.OutputLength, "dy [batch, output height, output width, outputs]");
        Require(dw, FiltersLength, "dw, filters in panels");
        Require(scratch, WeightGradientScratch(batch), "scratch");
        if (Shape.IsProduct)
        {
            Gemm.Gemm.WeightGradient(x, dy, dw, scratch, Pixels(batch), Shape.Outputs, Shape.Channels, accumulate, team);
            return;
        }

        if (winograd is not null)
        {
            winograd.WeightGradient(x, dy, dw, scratch, batch, accumulate, team);
            return;
        }

        FilterGradient.Run(direct, tapGroups, pixelRows, x, dy, dw, scratch, batch, accumulate, team);
    }

    private static void RequireBias(ReadOnlySpan<float> bias, int channels)
    {
        if (!bias.IsEmpty)
        {
            Require(bias, Panels.Count(channels) * Panels.Width, "bias, padded to a multiple of 16");
        }
    }

    private static void Require(ReadOnlySpan<float> span, long length, string what)
    {
        if (span.Length < length)
        {
            Throw(span.Length, length, what);
        }
    }

    private static void Throw(int actual, long expected, string what) =>
        throw new ArgumentException($"{what}: expected at least {expected} floats, got {actual}.");

    private int Pixels(int batch) => checked(batch * Shape.Height * Shape.Width);

    private void Spread(
        ReadOnlySpan<float> source,
        ReadOnlySpan<float> w,
        ReadOnlySpan<float> bias,
        Span<float> z,
        Span<float> y,
        Span<float> scratch,
        int batch,
        bool accumulate,
        Activation? activation,
        ThreadTeam team
    )
    {
        ReadOnlySpan<float> filters = w;
        if (!Shape.IsDepthwise)
        {
            filters = scratch[..TransposedLength];
            new FilterTransposeJob
            {
                Taps = taps,
                Groups = Shape.Groups,
                Outputs = Shape.GroupOutputs,
                Channels = Shape.GroupChannels,
                Filters = w,
                Transposed = scratch,
            }.Run(team);
        }

        Run(
            backward,
            source,
            filters,
            bias,
            z,
            y,
            scratch[TransposedLength..],
            batch,
            accumulate,
            new Epilogue { Activation = activation },
            team
        );
    }

    private void Run(
        Correlation plan,
        ReadOnlySpan<float> source,
        ReadOnlySpan<float> filters,
        ReadOnlySpan<float> bias,
        Span<float> z,
        Span<float> y,
        Span<float> scratch,
        int batch,
        bool accumulate,
        in Epilogue epilogue,
        ThreadTeam team
    )
    {
        if (plan.IsDepthwise)
        {
            new DepthwiseJob
            {
                Plan = plan,
                Taps = plan == forward ? forwardTaps : backwardTaps,
                Batch = batch,
                Source = source,
                Filters = filters,
                Bias = bias,
                C = z,
                Accumulates = accumulate,
                Epilogue = epilogue,
                Y = y,
            }.Run(team);
            return;
        }

        new CorrelationJob
        {
            Plan = plan,
            Batch = batch,
            Source = source,
            Filters = Winograd.Transform(plan, filters, scratch, team),
            Bias = bias,
            C = z,
            Accumulates = accumulate,
            Epilogue = epilogue,
            Y = y,
            Scratch = scratch[plan.TransformedLength..],
        }.Run(team);
    }
}
