namespace SpanNet.Reference.Layers;

/// <summary>The same numbers: flatten, reshape.</summary>
public sealed class ViewReference : ReferenceLayer
{
    public override double[] Forward(int batch, double[][] x, double[][] p) => [.. x[0]];

    public override void Backward(int batch, double[][] x, double[][] p, double[] dy, double[][] dx, double[][] dp)
    {
        for (int i = 0; i < dy.Length; i++)
        {
            dx[0][i] += dy[i];
        }
    }
}
