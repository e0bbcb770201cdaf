namespace SpanNet.Reference.Layers;

/// <summary>x₀ · x₁ or x₀ − x₁; x₁ has <paramref name="length1"/> numbers per sample, repeated until those of x₀ end.</summary>
public sealed class JoinReference(int length0, int length1, bool isProduct) : ReferenceLayer
{
    public override double[] Forward(int batch, double[][] x, double[][] p) =>
        [.. x[0].Select((value, i) => isProduct ? value * x[1][Second(i)] : value - x[1][Second(i)])];

    public override void Backward(int batch, double[][] x, double[][] p, double[] dy, double[][] dx, double[][] dp)
    {
        for (int i = 0; i < dy.Length; i++)
        {
            dx[0][i] += isProduct ? dy[i] * x[1][Second(i)] : dy[i];
            dx[1][Second(i)] += isProduct ? dy[i] * x[0][i] : -dy[i];
        }
    }

    private int Second(int i) => (i / length0 * length1) + (i % length0 % length1);
}
