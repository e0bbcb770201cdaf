namespace SpanNet.Reference.Layers;

/// <summary>Batch normalization at inference: y = (x − p₂) / √(p₃ + ε) · p₀ + p₁ by channel, the last axis.</summary>
public sealed class RunningNormReference(int channels, double epsilon) : ReferenceLayer
{
    public override double[] Forward(int batch, double[][] x, double[][] p) =>
        [
            .. x[0]
                .Select(
                    (value, i) =>
                        ((value - p[2][i % channels]) / Math.Sqrt(p[3][i % channels] + epsilon) * p[0][i % channels]) + p[1][i % channels]
                ),
        ];

    public override void Backward(int batch, double[][] x, double[][] p, double[] dy, double[][] dx, double[][] dp) =>
        throw new NotSupportedException("A plan for inference has no backward pass.");
}
