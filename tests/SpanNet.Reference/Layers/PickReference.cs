namespace SpanNet.Reference.Layers;

/// <summary>Every element of the output is an element of the input, or 0: slice, transpose, gather, padding, repetition.</summary>
/// <param name="input">Extents of a sample of the input.</param>
/// <param name="output">Extents of a sample of the output.</param>
/// <param name="source">From the position of an element in the output to that in the input; null: 0.</param>
public sealed class PickReference(int[] input, int[] output, Func<int[], int[]?> source) : ReferenceLayer
{
    public override double[] Forward(int batch, double[][] x, double[][] p) =>
        [.. Sources(batch).Select(from => from is int i ? x[0][i] : 0)];

    public override void Backward(int batch, double[][] x, double[][] p, double[] dy, double[][] dx, double[][] dp)
    {
        int to = 0;
        foreach (int? from in Sources(batch))
        {
            if (from is int i)
            {
                dx[0][i] += dy[to];
            }

            to++;
        }
    }

    private IEnumerable<int?> Sources(int batch)
    {
        int length = Positions.Length(input);
        for (int sample = 0; sample < batch; sample++)
        {
            for (int i = 0; i < Positions.Length(output); i++)
            {
                yield return source(Positions.Of(i, output)) is int[] at ? (sample * length) + Positions.Number(at, input) : null;
            }
        }
    }
}
