using SpanNet.Kernels.Simd;

namespace SpanNet.Kernels.Tests;

/// <summary>Runs a kernel at every vector width, and compares bits.</summary>
internal static class Widths
{
    public static readonly int[] All = [16, 8, 4, 1];

    public static void Run<TKernel>(ref TKernel kernel, int lanes)
        where TKernel : struct, ISimdKernel, allows ref struct
    {
        switch (lanes)
        {
            case 16:
                kernel.Run<Simd512>();
                break;
            case 8:
                kernel.Run<Simd256>();
                break;
            case 4:
                kernel.Run<Simd128>();
                break;
            default:
                kernel.Run<Simd1>();
                break;
        }
    }

    /// <summary>The same bits, but one NaN is as good as another.</summary>
    public static void AssertSameBits(ReadOnlySpan<float> expected, ReadOnlySpan<float> actual, string what)
    {
        Assert.Equal(expected.Length, actual.Length);
        for (int i = 0; i < expected.Length; i++)
        {
            bool same =
                BitConverter.SingleToInt32Bits(expected[i]) == BitConverter.SingleToInt32Bits(actual[i])
                || (float.IsNaN(expected[i]) && float.IsNaN(actual[i]));
            Assert.True(same, $"{what}, element {i}: expected {expected[i]:R}, got {actual[i]:R}");
        }
    }
}
