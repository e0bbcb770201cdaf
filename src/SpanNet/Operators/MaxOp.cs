using System.Runtime.InteropServices;
using SpanNet.Graphs;

namespace SpanNet.Operators;

/// <summary>y = max x over some axes, NaN where one is among them. Backward: dy goes to the first of the largest.</summary>
internal sealed class MaxOp : Operator
{
    private readonly ReducedAxes axes;
    private readonly bool isTraining;

    public MaxOp(ReducedAxes axes, LoweringContext context)
    {
        this.axes = axes;
        isTraining = context.Mode == PlanMode.Training;
        int length = checked(context.Batch * axes.OutputLength);
        _ = isTraining ? context.Save(length) : context.ForwardScratch(length);
    }

    public override void Forward(in ForwardPass pass)
    {
        Span<int> places = PlacesIn(isTraining ? pass.Saved(0) : pass.Scratch(0), pass.Batch);
        places.Fill(-1);
        for (int i = 0; i < pass.Batch; i++)
        {
            ReadOnlySpan<float> x = pass.Input(0).Slice(i * axes.InputLength, axes.InputLength);
            Span<float> y = pass.Output.Slice(i * axes.OutputLength, axes.OutputLength);
            Span<int> ofSample = places.Slice(i * axes.OutputLength, axes.OutputLength);
            for (int j = 0; j < x.Length; j++)
            {
                int target = axes.Targets[j / axes.Run] + (axes.RunIsReduced ? 0 : j % axes.Run);
                if (ofSample[target] < 0 || x[j] > y[target] || (float.IsNaN(x[j]) && !float.IsNaN(y[target])))
                {
                    y[target] = x[j];
                    ofSample[target] = j;
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

        Span<int> places = PlacesIn(pass.Saved(0), pass.Batch);
        for (int i = 0; i < places.Length; i++)
        {
            dx.Destination[(i / axes.OutputLength * axes.InputLength) + places[i]] += pass.OutputGradient[i];
        }
    }

    /// <summary>For each element of the output, where in its sample the largest is.</summary>
    private Span<int> PlacesIn(Span<float> memory, int batch) => MemoryMarshal.Cast<float, int>(memory)[..(batch * axes.OutputLength)];
}
