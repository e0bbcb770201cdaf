using SpanNet.Kernels.Convolution;
using SpanNet.Testing.Cases;

namespace SpanNet.Kernels.Tests.Convolution;

/// <summary>Shapes that reach every way through the kernels: tiles along columns, rows and images, ragged panels, several passes, phases; and those that are measured.</summary>
internal static class ConvolutionShapes
{
    public static IReadOnlyDictionary<string, (ConvolutionShape Shape, int Batch)> All { get; } =
        new Dictionary<string, (ConvolutionShape, int)>(
            ConvolutionCases.Peers.DistinctBy(item => item.Layer).Select(item => KeyValuePair.Create(item.Layer, (item.Shape, 3)))
        )
        {
            ["eight outputs, odd width"] = (Square(7, 3, 8, 3, 1) with { Width = 9 }, 5),
            ["eight outputs, two columns"] = (Square(12, 2, 8, 3, 1) with { Width = 2 }, 3),
            ["eight outputs, one column"] = (Square(9, 2, 8, 3, 1) with { Width = 1 }, 3),
            ["eight outputs, dilation"] = (Square(9, 3, 8, 3, 2) with { DilationHeight = 2, DilationWidth = 2 }, 2),
            ["eight outputs, dilated rows"] = (Square(9, 3, 8, 3, 1) with { DilationHeight = 2, Top = 2, Bottom = 2 }, 2),
            ["eight outputs, stride 2"] = (Square(11, 4, 8, 5, 2) with { StrideHeight = 2, StrideWidth = 2 }, 3),
            ["eight outputs, several passes"] = (Square(6, 70, 8, 3, 1), 2),
            ["eight outputs, long segments"] = (Square(4, 150, 8, 3, 1), 2),
            ["groups of eight"] = (Square(8, 16, 16, 3, 1) with { Groups = 2 }, 2),
            ["four outputs"] = (Square(8, 5, 4, 3, 1), 3),
            ["sixteen outputs, odd width"] = (Square(7, 3, 16, 3, 1), 13),
            ["sixteen outputs, stride 2"] = (Square(11, 4, 16, 5, 2) with { StrideHeight = 2, StrideWidth = 2 }, 3),
            ["sixteen outputs, several passes"] = (Square(6, 70, 16, 3, 1), 2),
            ["48 outputs"] = (Square(9, 5, 48, 3, 1), 2),
            ["33 to 34"] = (Square(5, 33, 34, 3, 1), 2),
            ["deep"] = (Square(3, 150, 5, 3, 1), 3),
            ["prime depth"] = (Square(2, 389, 3, 1, 1), 2),
            ["small images"] = (Square(2, 6, 17, 3, 1), 13),
            ["pixels"] = (Square(1, 20, 40, 1, 0) with { Top = 1 }, 30),
            ["one column"] = (Square(26, 4, 10, 3, 1) with { Width = 1, KernelWidth = 1, Left = 0, Right = 0 }, 2),
            ["one row"] = (Square(40, 3, 20, 5, 2) with { Height = 1, KernelHeight = 1, Top = 0, Bottom = 0 }, 2),
            ["no padding"] = (Square(7, 4, 16, 3, 0), 4),
            ["stride 2"] = (Square(9, 8, 24, 3, 1) with { StrideHeight = 2, StrideWidth = 2 }, 3),
            ["stride 3 x 2, kernel 2"] = (Square(8, 3, 5, 2, 0) with { StrideHeight = 3, StrideWidth = 2 }, 3),
            ["stride beyond the kernel"] = (Square(7, 3, 4, 1, 0) with { StrideHeight = 3, StrideWidth = 4, Left = 2, Right = 1 }, 3),
            ["dilation"] = (Square(8, 6, 20, 3, 2) with { DilationHeight = 2, DilationWidth = 2 }, 3),
            ["dilation 2 stride 2"] = (
                Square(9, 2, 3, 3, 2) with
                {
                    DilationHeight = 2,
                    DilationWidth = 2,
                    StrideHeight = 2,
                    StrideWidth = 2,
                },
                2
            ),
            ["groups"] = (Square(6, 36, 54, 3, 1) with { Groups = 3 }, 2),
            ["groups of one channel"] = (Square(5, 3, 6, 3, 1) with { Groups = 3 }, 2),
            ["depthwise"] = (Square(13, 37, 37, 3, 1) with { Groups = 37 }, 3),
            ["depthwise stride 2"] = (Square(8, 16, 16, 5, 2) with { Groups = 16, StrideHeight = 2, StrideWidth = 2 }, 3),
            ["depthwise, same padding of stride 2"] = (
                Depthwise(10, 40, 3, 0) with
                {
                    StrideHeight = 2,
                    StrideWidth = 2,
                    Bottom = 1,
                    Right = 1,
                },
                3
            ),
            ["depthwise, tiles of two sizes"] = (Depthwise(5, 19, 3, 1) with { Width = 17 }, 2),
            ["depthwise, one column"] = (Depthwise(9, 16, 3, 1) with { Width = 1 }, 2),
            ["depthwise, two by two"] = (Depthwise(2, 20, 3, 1), 3),
            ["depthwise, kernel 2"] = (Depthwise(6, 24, 2, 0), 3),
            ["depthwise, kernel 2 stride 2"] = (Depthwise(11, 17, 2, 0) with { StrideHeight = 2, StrideWidth = 2, Left = 1 }, 2),
            ["depthwise, kernel 5"] = (Depthwise(12, 18, 5, 2), 2),
            ["depthwise, kernel 7 stride 3"] = (Depthwise(15, 16, 7, 3) with { StrideHeight = 3, StrideWidth = 3 }, 2),
            ["depthwise, kernel 3 x 1, stride 1 x 2"] = (Depthwise(9, 33, 3, 1) with { KernelWidth = 1, StrideWidth = 2 }, 2),
            ["depthwise, kernel 1 x 3, stride 2 x 1"] = (Depthwise(9, 8, 3, 1) with { KernelHeight = 1, StrideHeight = 2 }, 2),
            ["depthwise, dilation"] = (Depthwise(11, 16, 3, 2) with { DilationHeight = 2, DilationWidth = 2 }, 2),
            ["depthwise, dilated columns, stride 2"] = (
                Depthwise(8, 16, 3, 2) with
                {
                    DilationWidth = 2,
                    StrideHeight = 2,
                    StrideWidth = 2,
                },
                2
            ),
            ["depthwise, padding beyond the kernel"] = (Depthwise(4, 16, 3, 4) with { Left = 5 }, 2),
            ["depthwise, no padding"] = (Depthwise(20, 16, 3, 0), 2),
            ["winograd"] = (Square(8, 16, 32, 3, 1), 3),
            ["winograd, odd sizes"] = (Square(7, 32, 16, 3, 1) with { Width = 9 }, 5),
            ["winograd, no padding"] = (Square(10, 16, 48, 3, 0), 2),
            ["winograd, odd without padding"] = (Square(11, 48, 16, 3, 0) with { Height = 9 }, 2),
            ["winograd, sides"] = (Square(8, 16, 16, 3, 0) with { Top = 2, Left = 1, Bottom = 1, Right = 2 }, 9),
            ["winograd, padding beyond the kernel"] = (Square(7, 16, 16, 3, 3) with { Left = 4 }, 2),
            ["winograd, deep"] = (Square(7, 160, 80, 3, 1), 4),
            ["product"] = (Square(5, 20, 18, 1, 0), 3),
        };

    private static ConvolutionShape Depthwise(int size, int channels, int kernel, int padding) =>
        Square(size, channels, channels, kernel, padding) with
        {
            Groups = channels,
        };

    public static ConvolutionShape Square(int size, int channels, int outputs, int kernel, int padding) =>
        new()
        {
            Height = size,
            Width = size,
            Channels = channels,
            Outputs = outputs,
            KernelHeight = kernel,
            KernelWidth = kernel,
            Top = padding,
            Bottom = padding,
            Left = padding,
            Right = padding,
        };
}
