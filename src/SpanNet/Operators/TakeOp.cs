namespace SpanNet.Operators;

/// <summary>y = a box of x. Backward: dx = dy inside the box, 0 outside. For one sample y may be a part of x, and dy one of dx: nothing is copied.</summary>
internal sealed class TakeOp(StridedBox box, LoweringContext context) : Operator
{
    private readonly int inputLength = context.Inputs[0].Length;
    private readonly int? start = context.Batch == 1 ? box.Start : null;

    public override int? OutputInInput(int i) => start;

    public override void Forward(in ForwardPass pass)
    {
        if (start is int at && pass.Input(0).Slice(at, box.Length) == pass.Output)
        {
            return;
        }

        for (int i = 0; i < pass.Batch; i++)
        {
            box.Read(pass.Input(0).Slice(i * inputLength, inputLength), pass.Output.Slice(i * box.Length, box.Length), add: false);
        }
    }

    public override void Backward(in BackwardPass pass)
    {
        GradientSink dx = pass.InputGradient(0);
        if (start is int at && dx.Destination.Slice(at, box.Length) == pass.OutputGradient)
        {
            dx.Destination[..at].Clear();
            dx.Destination[(at + box.Length)..].Clear();
            return;
        }

        if (!dx.Accumulates && box.Length < inputLength)
        {
            dx.Destination.Clear();
        }

        for (int i = 0; i < pass.Batch; i++)
        {
            ReadOnlySpan<float> dy = pass.OutputGradient.Slice(i * box.Length, box.Length);
            box.Write(dy, dx.Destination.Slice(i * inputLength, inputLength), dx.Accumulates);
        }
    }
}
