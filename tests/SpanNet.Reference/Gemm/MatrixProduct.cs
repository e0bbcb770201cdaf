namespace SpanNet.Reference.Gemm;

/// <summary>Matrix products in double, row-major, element by element.</summary>
public static class MatrixProduct
{
    /// <summary>C[m, n] = start[n] + A[m, k] · B[k, n].</summary>
    public static double[] Of(double[] a, double[] b, double[]? start, int m, int n, int k)
    {
        double[] c = new double[m * n];
        for (int i = 0; i < m; i++)
        {
            for (int j = 0; j < n; j++)
            {
                double sum = start?[j] ?? 0;
                for (int p = 0; p < k; p++)
                {
                    sum += a[(i * k) + p] * b[(p * n) + j];
                }

                c[(i * n) + j] = sum;
            }
        }

        return c;
    }

    /// <summary>The transpose of a [rows, columns] matrix.</summary>
    public static double[] Transpose(double[] a, int rows, int columns)
    {
        double[] t = new double[a.Length];
        for (int i = 0; i < rows; i++)
        {
            for (int j = 0; j < columns; j++)
            {
                t[(j * rows) + i] = a[(i * columns) + j];
            }
        }

        return t;
    }
}
