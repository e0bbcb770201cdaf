namespace SpanNet.Reference.Layers;

/// <summary>y = x₀ + x₁ + ….</summary>
public sealed class SumReference : ReferenceLayer
{
    public override double[] Forward(int batch, double[][] x, double[][] p) =>
        [.. Enumerable.Range(0, x[0].Length).Select(i => x.Sum(input => input[i]))];

    public override void Backward(int batch, double[][] x, double[][] p, double[] dy, double[][] dx, double[][] dp)
    {
        foreach (double[] gradient in dx)
        {
            for (int i = 0; i < dy.Length; i++)
            {
                gradient[i] += dy[i];
            }
        }
    }
}
