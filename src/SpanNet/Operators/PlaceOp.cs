namespace SpanNet.Operators;

/// <summary>y = x inside a box, 0 outside. Backward: dx = the box of dy.</summary>
internal sealed class PlaceOp(StridedBox box, LoweringContext context) : Operator
{
    private readonly int outputLength = context.Output.Length;

    public override void Forward(in ForwardPass pass)
    {
        Span<float> y = pass.Output;
        y.Clear();
        for (int i = 0; i < pass.Batch; i++)
        {
            box.Write(pass.Input(0).Slice(i * box.Length, box.Length), y.Slice(i * outputLength, outputLength), add: false);
        }
    }

    public override void Backward(in BackwardPass pass)
    {
        GradientSink dx = pass.InputGradient(0);
        for (int i = 0; i < pass.Batch; i++)
        {
            ReadOnlySpan<float> dy = pass.OutputGradient.Slice(i * outputLength, outputLength);
            box.Read(dy, dx.Destination.Slice(i * box.Length, box.Length), dx.Accumulates);
        }
    }
}
