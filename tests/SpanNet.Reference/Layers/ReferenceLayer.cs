namespace SpanNet.Reference.Layers;

/// <summary>A layer in double: whole batches, row by row, without any sharing of memory.</summary>
public abstract class ReferenceLayer
{
    /// <summary>The output for inputs <paramref name="x"/> and parameters <paramref name="p"/>.</summary>
    public abstract double[] Forward(int batch, double[][] x, double[][] p);

    /// <summary>Adds the gradients to <paramref name="dx"/> and <paramref name="dp"/>.</summary>
    public abstract void Backward(int batch, double[][] x, double[][] p, double[] dy, double[][] dx, double[][] dp);
}
