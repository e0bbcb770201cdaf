namespace SpanNet.Reference.Layers;

/// <summary>The mean, or the largest (the first of equals), over the flagged axes.</summary>
public sealed class ReduceReference(int[] input, bool[] isReduced, bool isMax) : ReferenceLayer
{
    public override double[] Forward(int batch, double[][] x, double[][] p) =>
        [.. Sets(batch).Select(set => isMax ? set.Max(i => x[0][i]) : set.Average(i => x[0][i]))];

    public override void Backward(int batch, double[][] x, double[][] p, double[] dy, double[][] dx, double[][] dp)
    {
        int to = 0;
        foreach (int[] set in Sets(batch))
        {
            foreach (int i in isMax ? [set.MaxBy(i => x[0][i])] : set)
            {
                dx[0][i] += dy[to] / (isMax ? 1 : set.Length);
            }

            to++;
        }
    }

    /// <summary>For every element of the output the elements that it comes from.</summary>
    private IEnumerable<int[]> Sets(int batch)
    {
        int length = Positions.Length(input);
        return Enumerable
            .Range(0, batch * length)
            .GroupBy(i =>
            {
                int[] at = Positions.Of(i % length, input);
                return (i / length, string.Join(",", at.Where((_, axis) => !isReduced[axis])));
            })
            .Select(set => set.ToArray());
    }
}
