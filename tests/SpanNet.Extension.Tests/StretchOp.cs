using SpanNet.Graphs;
using SpanNet.Operators;

namespace SpanNet.Extension.Tests;

/// <summary>dx = dy · (w + 2 · power · x), dw = Σ dy · x over all rows. x is saved, to try that too.</summary>
internal sealed class StretchOp : Operator
{
    private readonly float power;
    private readonly Mistake mistake;
    private readonly int columns;
    private readonly int saved = -1;
    private readonly int sums = -1;

    public StretchOp(float power, Mistake mistake, LoweringContext context)
    {
        this.power = power;
        this.mistake = mistake;
        columns = context.Inputs[0][^1];
        if (context.Mode == PlanMode.Training)
        {
            saved = context.Save(context.Batch * context.Inputs[0].Length);
            sums = context.BackwardScratch(columns);
        }
    }

    public override void Forward(in ForwardPass pass)
    {
        ReadOnlySpan<float> x = pass.Input(0);
        ReadOnlySpan<float> w = pass.Parameter(0);
        Span<float> y = pass.Output;
        float start = mistake == Mistake.ReadsGarbage ? y[0] * 0f : 0f;
        for (int i = 0; i < x.Length; i++)
        {
            y[i] = start + (x[i] * w[i % columns]) + (power * x[i] * x[i]) + (mistake == Mistake.CountsThreads ? pass.Team.Threads : 0);
        }

        if (saved >= 0)
        {
            x.CopyTo(pass.Saved(saved));
        }
    }

    public override void Backward(in BackwardPass pass)
    {
        ReadOnlySpan<float> dy = pass.OutputGradient;
        ReadOnlySpan<float> x = pass.Saved(saved)[..dy.Length];
        ReadOnlySpan<float> w = pass.Parameter(0);
        Span<float> dw = mistake == Mistake.Allocates ? new float[columns] : pass.Scratch(sums)[..columns];
        dw.Clear();
        for (int i = 0; i < dy.Length; i++)
        {
            dw[i % columns] += dy[i] * x[i];
        }

        pass.ParameterGradient(0).Write(dw);
        GradientSink dx = pass.InputGradient(0);
        if (!dx.IsNeeded)
        {
            return;
        }

        bool adds = mistake switch
        {
            Mistake.NeverAdds => false,
            Mistake.AlwaysAdds => true,
            _ => dx.Accumulates,
        };
        float factor = mistake == Mistake.WrongGradient ? 1f : 2f;
        for (int i = 0; i < dy.Length; i++)
        {
            float gradient = dy[i] * (w[i % columns] + (factor * power * x[i]));
            dx.Destination[i] = adds ? dx.Destination[i] + gradient : gradient;
        }
    }
}
