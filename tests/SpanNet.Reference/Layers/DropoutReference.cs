namespace SpanNet.Reference.Layers;

/// <summary>y = x·mask, with a given mask of 0 and 1 / (1 − rate) for the whole batch.</summary>
public sealed class DropoutReference(float[] mask) : ReferenceLayer
{
    public override double[] Forward(int batch, double[][] x, double[][] p) => [.. x[0].Select((value, i) => value * mask[i])];

    public override void Backward(int batch, double[][] x, double[][] p, double[] dy, double[][] dx, double[][] dp)
    {
        for (int i = 0; i < dy.Length; i++)
        {
            dx[0][i] += dy[i] * mask[i];
        }
    }
}
