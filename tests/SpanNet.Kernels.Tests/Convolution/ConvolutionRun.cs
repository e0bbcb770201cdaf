using SpanNet.Kernels.Activations;
using SpanNet.Kernels.Convolution;
using SpanNet.Kernels.Threading;

namespace SpanNet.Kernels.Tests.Convolution;

/// <summary>A convolution with random numbers: canonical filters, and all that it computes.</summary>
internal sealed class ConvolutionRun
{
    private const float Garbage = float.NaN;

    private readonly Kernels.Convolution.Convolution convolution;
    private readonly int threads;

    public ConvolutionRun(ConvolutionShape shape, int batch, int threads = 1)
    {
        this.threads = threads;
        Shape = shape;
        Batch = batch;
        convolution = new Kernels.Convolution.Convolution(shape);
        X = Samples.Normal(batch * shape.InputLength, 1);
        Dy = Samples.Normal(batch * shape.OutputLength, 2);
        Filters = Samples.Normal(shape.Outputs * shape.GroupChannels * shape.Taps, 3);
        Bias = Padded(Samples.Normal(shape.Outputs, 4));
        ChannelBias = Padded(Samples.Normal(shape.Channels, 5));
        Stored = new float[convolution.FiltersLength];
        FilterPanels.Pack(Filters, Stored, shape.Outputs, shape.GroupChannels, shape.Taps, shape.Groups);
    }

    public ConvolutionShape Shape { get; }

    public int Batch { get; }

    public float[] X { get; }

    public float[] Dy { get; }

    public float[] Filters { get; }

    public float[] Bias { get; }

    public float[] ChannelBias { get; }

    public float[] Stored { get; }

    public float[] Forward(Activation? activation = null)
    {
        using var team = new ThreadTeam(threads);
        float[] y = New(Dy.Length);
        float[] z = activation is null ? y : New(Dy.Length);
        convolution.Forward(X, Stored, Bias, z, y, Scratch(convolution.ForwardScratch(Batch)), Batch, activation, team);
        return y;
    }

    public float[] InputGradient(float[]? before = null)
    {
        using var team = new ThreadTeam(threads);
        float[] dx = before is null ? New(X.Length) : [.. before];
        convolution.InputGradient(Dy, Stored, dx, Scratch(convolution.InputGradientScratch(Batch)), Batch, before is not null, team);
        return dx;
    }

    /// <summary>In panels.</summary>
    public float[] WeightGradientPanels(float[]? before = null)
    {
        using var team = new ThreadTeam(threads);
        float[] dw = before is null ? New(Stored.Length) : [.. before];
        convolution.WeightGradient(X, Dy, dw, Scratch(convolution.WeightGradientScratch(Batch)), Batch, before is not null, team);
        return dw;
    }

    public float[] Transposed()
    {
        using var team = new ThreadTeam(threads);
        float[] y = New(X.Length);
        convolution.Transposed(Dy, Stored, ChannelBias, y, y, Scratch(convolution.InputGradientScratch(Batch)), Batch, null, team);
        return y;
    }

    public float[] TransposedInputGradient(float[]? before = null)
    {
        using var team = new ThreadTeam(threads);
        float[] dx = before is null ? New(Dy.Length) : [.. before];
        convolution.TransposedInputGradient(X, Stored, dx, Scratch(convolution.ForwardScratch(Batch)), Batch, before is not null, team);
        return dx;
    }

    public float[] Canonical(float[] panels)
    {
        float[] filters = new float[Filters.Length];
        FilterPanels.Unpack(panels, filters, Shape.Outputs, Shape.GroupChannels, Shape.Taps, Shape.Groups);
        return filters;
    }

    private static float[] Padded(float[] bias) =>
        [.. bias, .. new float[(Kernels.Gemm.Panels.Count(bias.Length) * Kernels.Gemm.Panels.Width) - bias.Length]];

    private static float[] New(int length)
    {
        float[] memory = new float[length];
        memory.AsSpan().Fill(Garbage);
        return memory;
    }

    /// <summary>Room for four threads, also where the machine has fewer.</summary>
    private static float[] Scratch(int length) => New(4 * length);
}
