using System.Numerics.Tensors;
using SpanNet.Graphs;
using SpanNet.Kernels.Reductions;

namespace SpanNet.Operators;

/// <summary>y = x + P for every sample, P a parameter or a table of sines and cosines. Backward: dx = dy, dP = Σ dy over the samples.</summary>
internal sealed class PositionalEmbeddingOp : Operator
{
    private readonly int length;

    /// <summary>P when it is fixed.</summary>
    private readonly float[]? table;

    public PositionalEmbeddingOp(bool isSinusoidal, LoweringContext context)
    {
        length = context.Output.Length;
        table = isSinusoidal ? Sinusoids(context.Output) : null;
    }

    public override void Forward(in ForwardPass pass)
    {
        ReadOnlySpan<float> p = table ?? pass.Parameter(0)[..length];
        for (int i = 0; i < pass.Batch; i++)
        {
            TensorPrimitives.Add(pass.Input(0).Slice(i * length, length), p, pass.Output.Slice(i * length, length));
        }
    }

    public override void Backward(in BackwardPass pass)
    {
        pass.InputGradient(0).Write(pass.OutputGradient);
        if (table is not null || pass.ParameterGradient(0) is not { IsNeeded: true } dp)
        {
            return;
        }

        Span<float> sums = dp.Destination[..length];
        if (dp.Accumulates)
        {
            ColumnSums.Add(pass.OutputGradient, pass.Batch, sums);
        }
        else
        {
            ColumnSums.Write(pass.OutputGradient, pass.Batch, sums);
        }
    }

    private static float[] Sinusoids(Shape shape)
    {
        float[] table = new float[shape.Length];
        int features = shape[1];
        for (int i = 0; i < table.Length; i++)
        {
            int feature = i % features;
            double angle = i / features / Math.Pow(10000, (feature & ~1) / (double)features);
            table[i] = (float)((feature & 1) == 0 ? Math.Sin(angle) : Math.Cos(angle));
        }

        return table;
    }
}
