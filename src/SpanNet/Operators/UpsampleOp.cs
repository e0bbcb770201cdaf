using System.Numerics.Tensors;
using SpanNet.Graphs;
using SpanNet.Kernels.Elementwise;

namespace SpanNet.Operators;

/// <summary>
/// Each row of y lies between two rows of x, each pixel between two pixels of that row. Backward: the weights that read give back, rows and
/// pixels of dy in their order.
/// </summary>
internal sealed class UpsampleOp : Operator
{
    private readonly Tap[] rows;
    private readonly Tap[] columns;
    private readonly int channels;
    private readonly int inputRow;
    private readonly int inputLength;

    public UpsampleOp(int factor, bool isBilinear, LoweringContext context)
    {
        Shape input = context.Inputs[0];
        rows = Tap.Of(input[0], factor, isBilinear);
        columns = Tap.Of(input[1], factor, isBilinear);
        channels = input[2];
        inputRow = input[1] * channels;
        inputLength = input.Length;
        context.ForwardScratch(inputRow);
        context.BackwardScratch(inputRow);
    }

    public override void Forward(in ForwardPass pass)
    {
        Span<float> between = pass.Scratch(0)[..inputRow];
        Span<float> y = pass.Output;
        for (int i = 0; i < pass.Batch; i++)
        {
            ReadOnlySpan<float> x = pass.Input(0).Slice(i * inputLength, inputLength);
            foreach (Tap row in rows)
            {
                Interpolate(row, x, inputRow, between);
                foreach (Tap column in columns)
                {
                    Interpolate(column, between, channels, y[..channels]);
                    y = y[channels..];
                }
            }
        }
    }

    public override void Backward(in BackwardPass pass)
    {
        GradientSink dx = pass.InputGradient(0);
        if (!dx.Accumulates)
        {
            dx.Destination.Clear();
        }

        Span<float> between = pass.Scratch(0)[..inputRow];
        ReadOnlySpan<float> dy = pass.OutputGradient;
        for (int i = 0; i < pass.Batch; i++)
        {
            Span<float> ofSample = dx.Destination.Slice(i * inputLength, inputLength);
            foreach (Tap row in rows)
            {
                between.Clear();
                foreach (Tap column in columns)
                {
                    GiveBack(column, dy[..channels], between);
                    dy = dy[channels..];
                }

                GiveBack(row, between, ofSample);
            }
        }
    }

    private static void Interpolate(Tap tap, ReadOnlySpan<float> x, int length, Span<float> y)
    {
        ReadOnlySpan<float> first = x.Slice(tap.First * length, length);
        if (tap.Weight == 0f)
        {
            first.CopyTo(y);
        }
        else
        {
            Zip.Run(new WeightedSum(1f - tap.Weight, tap.Weight), first, x.Slice(tap.Second * length, length), y);
        }
    }

    private static void GiveBack(Tap tap, ReadOnlySpan<float> dy, Span<float> dx)
    {
        Span<float> first = dx.Slice(tap.First * dy.Length, dy.Length);
        if (tap.Weight == 0f)
        {
            TensorPrimitives.Add(first, dy, first);
            return;
        }

        Span<float> second = dx.Slice(tap.Second * dy.Length, dy.Length);
        Zip.Run(new WeightedSum(1f - tap.Weight, 1f), dy, first, first);
        Zip.Run(new WeightedSum(tap.Weight, 1f), dy, second, second);
    }
}
