using SpanNet.Kernels.Gemm;

namespace SpanNet.Kernels.Tests.Gemm;

public class PanelsTests
{
    [Theory]
    [InlineData(1, 1)]
    [InlineData(3, 16)]
    [InlineData(5, 17)]
    [InlineData(40, 47)]
    public void A_canonical_weight_survives_the_way_into_panels_and_back(int rows, int columns)
    {
        float[] canonical = [.. Enumerable.Range(1, rows * columns).Select(i => (float)i)];
        float[] panels = new float[Panels.Length(rows, columns)];
        Array.Fill(panels, float.NaN);
        Panels.PackTransposed(canonical, panels, rows, columns);
        Assert.Equal(canonical[(columns - 1) * rows], panels[Panels.IndexOf(0, columns - 1, rows)]);
        Assert.Equal(canonical.Sum(), panels.Sum());

        float[] back = new float[canonical.Length];
        Panels.UnpackTransposed(panels, back, rows, columns);
        Assert.Equal(canonical, back);
    }

    [Theory]
    [InlineData(4, 16, 16)]
    [InlineData(3, 21, 25)]
    public void A_row_major_matrix_is_packed_with_zeros_behind_its_last_column(int rows, int columns, int stride)
    {
        float[] matrix = [.. Enumerable.Range(1, rows * stride).Select(i => (float)i)];
        float[] panels = new float[Panels.Length(rows, columns)];
        Array.Fill(panels, float.NaN);
        Panels.Pack(matrix, stride, panels, rows, columns);
        for (int row = 0; row < rows; row++)
        {
            for (int column = 0; column < Panels.Count(columns) * Panels.Width; column++)
            {
                Assert.Equal(column < columns ? matrix[(row * stride) + column] : 0f, panels[Panels.IndexOf(row, column, rows)]);
            }
        }
    }
}
