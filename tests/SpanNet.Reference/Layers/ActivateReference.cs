namespace SpanNet.Reference.Layers;

/// <summary>y = f(x), element by element.</summary>
public sealed class ActivateReference(Func<double, double> f, Func<double, double> derivative) : ReferenceLayer
{
    public override double[] Forward(int batch, double[][] x, double[][] p) => [.. x[0].Select(f)];

    public override void Backward(int batch, double[][] x, double[][] p, double[] dy, double[][] dx, double[][] dp)
    {
        for (int i = 0; i < dy.Length; i++)
        {
            dx[0][i] += derivative(x[0][i]) * dy[i];
        }
    }
}
