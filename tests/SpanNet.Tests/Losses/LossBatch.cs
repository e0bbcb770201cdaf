using SpanNet.Losses;
using SpanNet.Testing.Cases;

namespace SpanNet.Tests.Losses;

/// <summary>Random outputs, targets and weights for one loss.</summary>
internal sealed class LossBatch
{
    public LossBatch(LossCase c, int rows, int outputs, bool weighted = false)
    {
        var random = new Random((1000 * rows) + outputs);
        Rows = rows;
        Loss = c.Loss(outputs);
        Output = [.. Enumerable.Range(0, rows * outputs).Select(_ => 3 * ((2 * random.NextSingle()) - 1))];
        Target = [.. Enumerable.Range(0, rows * Loss.TargetLength(outputs)).Select(_ => c.Target(random, outputs))];
        SampleWeights = weighted ? [.. Enumerable.Range(0, rows).Select(_ => 0.1f + random.NextSingle())] : [];
        Gradient = new float[Output.Length];
    }

    public Loss Loss { get; }

    public int Rows { get; }

    public float[] Output { get; }

    public float[] Target { get; }

    public float[] SampleWeights { get; }

    public float[] Gradient { get; }

    public double[] WideOutput => Wide(Output);

    public double[] WideTarget => Wide(Target);

    public double[] WideWeights => SampleWeights.Length > 0 ? Wide(SampleWeights) : [.. Enumerable.Repeat(1.0, Rows)];

    public LossSum Evaluate() => Loss.Evaluate(Output, Target, SampleWeights, Gradient, Rows);

    public LossSum Value() => Loss.Evaluate(Output, Target, SampleWeights, default, Rows);

    private static double[] Wide(float[] x) => [.. x.Select(v => (double)v)];
}
