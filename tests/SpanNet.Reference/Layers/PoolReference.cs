namespace SpanNet.Reference.Layers;

/// <summary>
/// The maximum or the average of windows over images [height, width, channels]. A window is given by its first and its last place along
/// each axis; places outside the image do not count, but may be divided by.
/// </summary>
/// <param name="image">Height, width, channels.</param>
/// <param name="rows">First row of every window, and the row after its last.</param>
/// <param name="columns">The same along the width.</param>
/// <param name="isMaximum">False: averages.</param>
/// <param name="divisor">What averages divide by; 0: the places inside the image.</param>
public sealed class PoolReference(int[] image, (int First, int End)[] rows, (int First, int End)[] columns, bool isMaximum, int divisor = 0)
    : ReferenceLayer
{
    /// <summary>Windows of <paramref name="window"/> places that begin <paramref name="before"/> places before the axis.</summary>
    public static (int First, int End)[] Sliding(int size, int window, int stride, int before, int after)
    {
        var windows = new List<(int, int)>();
        for (int first = -before; first + window <= size + after; first += stride)
        {
            windows.Add((first, first + window));
        }

        return [.. windows];
    }

    /// <summary>Windows i·size / count, rounded down, to (i + 1)·size / count, rounded up.</summary>
    public static (int First, int End)[] Adaptive(int size, int count) =>
        [
            .. Enumerable
                .Range(0, count)
                .Select(i => ((int)Math.Floor(i * size / (double)count), (int)Math.Ceiling((i + 1) * size / (double)count))),
        ];

    public override double[] Forward(int batch, double[][] x, double[][] p)
    {
        double[][] windows = [.. Windows(batch).Select(places => places.Select(place => x[0][place]).ToArray())];
        return [.. windows.Select(window => isMaximum ? window.Max() : window.Sum() / Divisor(window.Length))];
    }

    public override void Backward(int batch, double[][] x, double[][] p, double[] dy, double[][] dx, double[][] dp)
    {
        int i = 0;
        foreach (int[] places in Windows(batch))
        {
            if (isMaximum)
            {
                dx[0][places.First(place => x[0][place] == places.Max(other => x[0][other]))] += dy[i];
            }
            else
            {
                foreach (int place in places)
                {
                    dx[0][place] += dy[i] / Divisor(places.Length);
                }
            }

            i++;
        }
    }

    private int Divisor(int places) => divisor > 0 ? divisor : places;

    /// <summary>The places of every window, in the order of the results.</summary>
    private IEnumerable<int[]> Windows(int batch) =>
        from n in Enumerable.Range(0, batch)
        from row in rows
        from column in columns
        from c in Enumerable.Range(0, image[2])
        select (
            from h in Enumerable.Range(row.First, row.End - row.First)
            from w in Enumerable.Range(column.First, column.End - column.First)
            where h >= 0 && h < image[0] && w >= 0 && w < image[1]
            select (((((n * image[0]) + h) * image[1]) + w) * image[2]) + c
        ).ToArray();
}
