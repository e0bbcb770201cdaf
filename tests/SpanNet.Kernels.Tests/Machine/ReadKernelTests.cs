using SpanNet.Kernels.Machine;

namespace SpanNet.Kernels.Tests.Machine;

/// <summary>The kernel behind the read bandwidth reads what it says, once.</summary>
public sealed class ReadKernelTests
{
    [Theory]
    [InlineData(16)]
    [InlineData(8)]
    [InlineData(4)]
    [InlineData(1)]
    public void It_adds_up_all_whole_blocks_of_eight_vectors(int lanes)
    {
        foreach (int length in (int[])[0, 1, 127, 128, 129, 300, 1024])
        {
            // Whole numbers, so that no order of addition rounds.
            float[] memory = [.. Enumerable.Range(1, length).Select(i => (float)i)];
            var kernel = new ReadKernel(memory);
            Widths.Run(ref kernel, lanes);
            int read = length - (length % (8 * lanes));
            Assert.Equal(read * (read + 1) / 2, kernel.Result);
        }
    }
}
