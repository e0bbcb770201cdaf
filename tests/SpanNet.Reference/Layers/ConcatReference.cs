namespace SpanNet.Reference.Layers;

/// <summary>Inputs of the given shapes side by side along an axis (counted from the front, without the batch).</summary>
public sealed class ConcatReference(int axis, int[][] shapes) : ReferenceLayer
{
    public override double[] Forward(int batch, double[][] x, double[][] p)
    {
        var y = new List<double>();
        foreach ((int input, int element) in Order(batch))
        {
            y.Add(x[input][element]);
        }

        return [.. y];
    }

    public override void Backward(int batch, double[][] x, double[][] p, double[] dy, double[][] dx, double[][] dp)
    {
        int i = 0;
        foreach ((int input, int element) in Order(batch))
        {
            dx[input][element] += dy[i++];
        }
    }

    /// <summary>From which input, and from where in it, every element of the output comes.</summary>
    private IEnumerable<(int Input, int Element)> Order(int batch)
    {
        int outer = batch * shapes[0][..axis].Aggregate(1, (a, b) => a * b);
        int inner = shapes[0][(axis + 1)..].Aggregate(1, (a, b) => a * b);
        for (int o = 0; o < outer; o++)
        {
            for (int input = 0; input < shapes.Length; input++)
            {
                int extent = shapes[input][axis];
                for (int along = 0; along < extent; along++)
                {
                    for (int i = 0; i < inner; i++)
                    {
                        yield return (input, (((o * extent) + along) * inner) + i);
                    }
                }
            }
        }
    }
}
