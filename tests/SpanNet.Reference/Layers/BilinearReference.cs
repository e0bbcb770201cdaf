namespace SpanNet.Reference.Layers;

/// <summary>An image [height, width, channels] enlarged by a factor, interpolated between the centres of its pixels.</summary>
public sealed class BilinearReference(int height, int width, int channels, int factor) : ReferenceLayer
{
    public override double[] Forward(int batch, double[][] x, double[][] p)
    {
        double[] y = new double[x[0].Length * factor * factor];
        foreach ((int to, int from, double weight) in Terms(batch))
        {
            y[to] += weight * x[0][from];
        }

        return y;
    }

    public override void Backward(int batch, double[][] x, double[][] p, double[] dy, double[][] dx, double[][] dp)
    {
        foreach ((int to, int from, double weight) in Terms(batch))
        {
            dx[0][from] += weight * dy[to];
        }
    }

    /// <summary>Each element of the output as a sum: weight · element of the input.</summary>
    private IEnumerable<(int To, int From, double Weight)> Terms(int batch)
    {
        int[] output = [batch, height * factor, width * factor, channels];
        int[] input = [batch, height, width, channels];
        for (int to = 0; to < Positions.Length(output); to++)
        {
            int[] at = Positions.Of(to, output);
            foreach ((int row, double rowWeight) in Neighbours(at[1], height))
            {
                foreach ((int column, double columnWeight) in Neighbours(at[2], width))
                {
                    yield return (to, Positions.Number([at[0], row, column, at[3]], input), rowWeight * columnWeight);
                }
            }
        }
    }

    private IEnumerable<(int Index, double Weight)> Neighbours(int i, int extent)
    {
        double centre = ((i + 0.5) / factor) - 0.5;
        int below = (int)Math.Floor(centre);
        yield return (Math.Clamp(below, 0, extent - 1), 1 - (centre - below));
        yield return (Math.Clamp(below + 1, 0, extent - 1), centre - below);
    }
}
