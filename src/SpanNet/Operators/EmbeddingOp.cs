using System.Numerics.Tensors;

namespace SpanNet.Operators;

/// <summary>y[i] = W[x[i]]. Backward: dW[x[i]] += dy[i] in the order of i, all other rows 0; an index has no gradient.</summary>
internal sealed class EmbeddingOp(int count, int size, LoweringContext context) : Operator
{
    private readonly string name = context.Name;
    private readonly int perSample = context.Inputs[0].Length;

    public override bool BackwardReadsInputs => true;

    public override void Forward(in ForwardPass pass)
    {
        ReadOnlySpan<float> x = pass.Input(0);
        ReadOnlySpan<float> w = pass.Parameter(0);
        Span<float> y = pass.Output;
        for (int i = 0; i < x.Length; i++)
        {
            if (!(x[i] >= 0f && x[i] < count && (int)x[i] == x[i]))
            {
                Throw(x[i], i);
            }

            w.Slice((int)x[i] * size, size).CopyTo(y.Slice(i * size, size));
        }
    }

    public override void Backward(in BackwardPass pass)
    {
        if (pass.InputGradient(0) is { IsNeeded: true, Accumulates: false } dx)
        {
            dx.Destination.Clear();
        }

        if (pass.ParameterGradient(0) is not { IsNeeded: true } dw)
        {
            return;
        }

        if (!dw.Accumulates)
        {
            dw.Destination.Clear();
        }

        ReadOnlySpan<float> x = pass.Input(0);
        ReadOnlySpan<float> dy = pass.OutputGradient;
        for (int i = 0; i < x.Length; i++)
        {
            Span<float> row = dw.Destination.Slice((int)x[i] * size, size);
            TensorPrimitives.Add(row, dy.Slice(i * size, size), row);
        }
    }

    private void Throw(float value, int i) =>
        throw new ArgumentException(
            FormattableString.Invariant(
                $"Layer '{name}' (embedding): expected whole numbers from 0 to {count - 1}, got {value} at position {i % perSample} of sample {i / perSample}."
            )
        );
}
