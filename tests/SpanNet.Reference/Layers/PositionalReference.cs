namespace SpanNet.Reference.Layers;

/// <summary>y = x + P, with P the parameter, or sin and cos of t / 10000^(2i / features) side by side.</summary>
public sealed class PositionalReference(int features, int length, bool isSinusoidal) : ReferenceLayer
{
    public override double[] Forward(int batch, double[][] x, double[][] p) =>
        [.. x[0].Select((value, i) => value + (isSinusoidal ? Sinusoid(i % length) : p[0][i % length]))];

    public override void Backward(int batch, double[][] x, double[][] p, double[] dy, double[][] dx, double[][] dp)
    {
        for (int i = 0; i < dy.Length; i++)
        {
            dx[0][i] += dy[i];
            if (!isSinusoidal)
            {
                dp[0][i % length] += dy[i];
            }
        }
    }

    private double Sinusoid(int i)
    {
        int pair = i % features / 2;
        double angle = i / features / Math.Pow(10000, 2.0 * pair / features);
        return i % features % 2 == 0 ? Math.Sin(angle) : Math.Cos(angle);
    }
}
