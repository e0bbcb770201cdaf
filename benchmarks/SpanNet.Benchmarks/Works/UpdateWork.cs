using SpanNet.Kernels.Memory;
using SpanNet.Kernels.Threading;
using SpanNet.Optimizers;

namespace SpanNet.Benchmarks.Works;

/// <summary>The sweep of an optimizer over n parameters.</summary>
internal sealed class UpdateWork : Work
{
    // Parameters are read and written, so is each state; gradients are read.
    private readonly Optimizer optimizer;
    private readonly AlignedBuffer parameters;
    private readonly AlignedBuffer gradients;
    private readonly AlignedBuffer state;
    private readonly ThreadTeam team;
    private long number;

    public UpdateWork(Optimizer optimizer, int n, ThreadTeam team)
    {
        this.optimizer = optimizer;
        this.team = team;
        parameters = new AlignedBuffer(n);
        gradients = new AlignedBuffer(n);
        state = new AlignedBuffer(n * optimizer.StatesPerParameter);
        var random = new Random(1);
        foreach (ref float gradient in gradients.Span)
        {
            gradient = random.NextSingle() - 0.5f;
        }
    }

    public override double Flops => 0;

    public override double Bytes => (double)sizeof(float) * parameters.Length * (3 + (2 * optimizer.StatesPerParameter));

    public override void Run() =>
        optimizer.Step(
            new OptimizerStep
            {
                Parameters = parameters.Span,
                Gradients = gradients.Span,
                State = state.Span,
                Decayed = 0,
                LearningRate = 1e-6f,
                Number = ++number,
                Team = team,
            }
        );

    public override void Dispose()
    {
        parameters.Dispose();
        gradients.Dispose();
        state.Dispose();
    }
}
