using SpanNet.Kernels.Reductions;

namespace SpanNet.Kernels.Tests.Reductions;

public class ColumnSumsTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(33)]
    public void Each_column_is_one_chain_over_the_rows(int rows)
    {
        for (int columns = 0; columns <= 150; columns += columns < 70 ? 1 : 7)
        {
            float[] x = Samples.Normal(rows * columns, seed: columns);
            float[] before = Samples.Normal(columns, seed: 1000 + columns);
            float[] expected = new float[columns];
            float[] expectedSum = new float[columns];
            for (int j = 0; j < columns; j++)
            {
                for (int i = 0; i < rows; i++)
                {
                    expected[j] += x[(i * columns) + j];
                }

                expectedSum[j] = before[j] + expected[j];
            }

            float[] sums = [.. before];
            ColumnSums.Write(x, rows, sums);
            Assert.Equal(expected, sums);
            sums = [.. before];
            ColumnSums.Add(x, rows, sums);
            Assert.Equal(expectedSum, sums);
            foreach (int lanes in Widths.All)
            {
                sums = [.. before];
                var kernel = new ColumnSums.Kernel(x, rows, columns, sums, add: true);
                Widths.Run(ref kernel, lanes);
                Widths.AssertSameBits(expectedSum, sums, $"{rows} × {columns}, {lanes} lanes");
            }
        }
    }

    [Fact]
    public void A_matrix_of_another_size_is_refused()
    {
        var error = Assert.Throws<ArgumentException>(() => ColumnSums.Write(new float[11], 3, new float[4]));
        Assert.Contains("expected 12, got 11", error.Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => ColumnSums.Add(new float[12], -3, new float[4]));
    }
}
