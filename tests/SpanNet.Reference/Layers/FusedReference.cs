namespace SpanNet.Reference.Layers;

/// <summary>y = f(layer(x)).</summary>
public sealed class FusedReference(ReferenceLayer layer, Func<double, double> f, Func<double, double> derivative) : ReferenceLayer
{
    public override double[] Forward(int batch, double[][] x, double[][] p) => [.. layer.Forward(batch, x, p).Select(f)];

    public override void Backward(int batch, double[][] x, double[][] p, double[] dy, double[][] dx, double[][] dp) =>
        layer.Backward(batch, x, p, [.. layer.Forward(batch, x, p).Select((z, i) => derivative(z) * dy[i])], dx, dp);
}
