namespace SpanNet.Reference.Layers;

/// <summary>y[i] = row x[i] of W [count, size].</summary>
public sealed class EmbeddingReference(int size) : ReferenceLayer
{
    public override double[] Forward(int batch, double[][] x, double[][] p) =>
        [.. x[0].SelectMany(index => Enumerable.Range(0, size).Select(j => p[0][(Row(index) * size) + j]))];

    public override void Backward(int batch, double[][] x, double[][] p, double[] dy, double[][] dx, double[][] dp)
    {
        for (int i = 0; i < dy.Length; i++)
        {
            dp[0][(Row(x[0][i / size]) * size) + (i % size)] += dy[i];
        }
    }

    private static int Row(double index) => (int)Math.Round(index);
}
