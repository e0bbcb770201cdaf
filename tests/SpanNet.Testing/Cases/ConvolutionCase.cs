using System.Globalization;
using System.Text.RegularExpressions;
using SpanNet.Kernels.Convolution;

namespace SpanNet.Testing.Cases;

/// <summary>One of the three products of a convolution of square images with square filters, padded so that images keep their size.</summary>
/// <param name="Form">Which: y from x and w, dw from x and dy, dx from dy and w.</param>
/// <param name="Kernel">Rows and columns of a filter; odd.</param>
/// <param name="Channels">Channels of x.</param>
/// <param name="Outputs">Channels of y.</param>
/// <param name="Size">Rows and columns of an image.</param>
/// <param name="Batch">Images.</param>
public sealed partial record ConvolutionCase(GemmForm Form, int Kernel, int Channels, int Outputs, int Size, int Batch)
{
    /// <summary>The convolution.</summary>
    public ConvolutionShape Shape =>
        new()
        {
            Height = Size,
            Width = Size,
            Channels = Channels,
            Outputs = Outputs,
            KernelHeight = Kernel,
            KernelWidth = Kernel,
            Top = Kernel / 2,
            Bottom = Kernel / 2,
            Left = Kernel / 2,
            Right = Kernel / 2,
        };

    /// <summary>Floating-point operations of the direct sum.</summary>
    public long Flops => Batch * Shape.Flops;

    /// <summary>Least bytes that move: of x, y and w two are read and one is written.</summary>
    public long Bytes => sizeof(float) * ((long)(Batch * (Shape.InputLength + Shape.OutputLength)) + (Shape.Taps * Channels * Outputs));

    /// <summary>The layer alone: "3x3 32-64 16x16".</summary>
    public string Layer => $"{Kernel}x{Kernel} {Channels}-{Outputs} {Size}x{Size}";

    /// <summary>The case whose <see cref="ToString"/> is "fwd 3x3 32-64 16x16 64".</summary>
    /// <exception cref="FormatException">It is none.</exception>
    public static ConvolutionCase Parse(string text)
    {
        Match match = Pattern().Match(text);
        if (!match.Success || GemmFormNames.Find(match.Groups["form"].Value) is not { } form)
        {
            throw new FormatException($"'{text}' is no convolution; expected 'fwd|dW|dX 3x3 CHANNELS-OUTPUTS SIZExSIZE BATCH'.");
        }

        int Number(string name) => int.Parse(match.Groups[name].Value, CultureInfo.InvariantCulture);
        return new(form, Number("kernel"), Number("channels"), Number("outputs"), Number("size"), Number("batch"));
    }

    public override string ToString() => $"{GemmFormNames.Of(Form)} {Layer} {Batch}";

    [GeneratedRegex(
        @"^(?<form>\w+) (?<kernel>\d*[13579])x\k<kernel> (?<channels>\d+)-(?<outputs>\d+) (?<size>\d+)x\k<size> (?<batch>\d+)$"
    )]
    private static partial Regex Pattern();
}
