using SpanNet.Kernels.RandomNumbers;
using SpanNet.Kernels.Threading;

namespace SpanNet.Operators;

/// <summary>What differs from one run of a plan to the next.</summary>
/// <param name="Batch">Samples.</param>
/// <param name="Seed">Seed of everything random.</param>
/// <param name="Step">Number of the training step.</param>
/// <param name="Team">The threads.</param>
internal readonly record struct RunState(int Batch, ulong Seed, long Step, ThreadTeam Team)
{
    /// <summary>The random numbers of one operator in one step: nothing depends on the order of calls, so a resumed run continues exactly.</summary>
    public RandomStream StreamOf(PlanStep step) => RandomStream.For(Seed, "operator", (ulong)step.Node.Index).Derive((ulong)Step);
}
