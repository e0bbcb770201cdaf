using System.Diagnostics;
using SpanNet.Operators;

namespace SpanNet.Tests.Diagnostics;

/// <summary>The operator of <see cref="Busy"/>.</summary>
internal sealed class BusyOp(Busy layer) : Operator
{
    private static byte[] taken = [];

    public override void Forward(in ForwardPass pass)
    {
        Work(layer.ForwardMilliseconds, layer.ForwardBytes);
        pass.Input(0).CopyTo(pass.Output);
    }

    public override void Backward(in BackwardPass pass)
    {
        Work(layer.BackwardMilliseconds, layer.BackwardBytes);
        if (pass.ParameterGradient(0) is { IsNeeded: true } unused)
        {
            unused.Destination.Clear();
        }

        if (pass.InputGradient(0) is { IsNeeded: true } dx)
        {
            pass.OutputGradient.CopyTo(dx.Destination);
        }
    }

    private static void Work(int milliseconds, int bytes)
    {
        if (bytes > 0)
        {
            taken = new byte[bytes];
        }

        long start = Stopwatch.GetTimestamp();
        while (milliseconds > 0 && Stopwatch.GetElapsedTime(start).TotalMilliseconds < milliseconds) { }
    }
}
