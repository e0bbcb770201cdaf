using SpanNet.Losses;
using SpanNet.Testing;
using SpanNet.Testing.Cases;

namespace SpanNet.Benchmarks.Works;

/// <summary>A loss of a batch: value and gradient.</summary>
internal sealed class LossWork : Work
{
    private readonly Loss loss;
    private readonly int rows;
    private readonly float[] outputs;
    private readonly float[] targets;
    private readonly float[] gradient;

    public LossWork(LossCase item, int rows, int columns)
    {
        this.rows = rows;
        loss = item.Loss(columns);
        var random = new Random(1);
        outputs = RandomFloats.Of(rows * columns, random, 3f);
        gradient = new float[rows * columns];
        targets = [.. Enumerable.Range(0, rows * loss.TargetLength(columns)).Select(_ => item.Target(random, columns))];
    }

    public override double Flops => 0;

    public override double Bytes => sizeof(float) * ((double)outputs.Length + targets.Length + gradient.Length);

    public override void Run() => loss.Evaluate(outputs, targets, default, gradient, rows);

    public override void Dispose() { }
}
