using SpanNet.Kernels.Threading;
using SpanNet.Optimizers;

namespace SpanNet.Tests.Optimizers;

/// <summary>Parameters and state of one optimizer under test.</summary>
internal sealed class OptimizerRun(Optimizer optimizer, ReadOnlySpan<float> start, int decayed, ThreadTeam? team = null)
{
    private long number;

    public float[] Parameters { get; } = start.ToArray();

    public float[] State { get; } = new float[start.Length * optimizer.StatesPerParameter];

    public void Step(float[] gradients)
    {
        number++;
        Step(gradients, null);
    }

    /// <summary>One step whose pieces begin at <paramref name="cuts"/>.</summary>
    public void StepInPieces(float[] gradients, params ReadOnlySpan<int> cuts)
    {
        number++;
        for (int i = 0; i + 1 < cuts.Length; i++)
        {
            Step(gradients.AsSpan(cuts[i], cuts[i + 1] - cuts[i]), cuts[i]);
        }
    }

    private void Step(ReadOnlySpan<float> gradients, int? first) =>
        optimizer.Step(
            new OptimizerStep
            {
                Parameters = Parameters,
                Gradients = gradients,
                First = first,
                State = State,
                Decayed = decayed,
                LearningRate = optimizer.LearningRate,
                Number = number,
                Team = team ?? ThreadTeam.Single,
            }
        );

    /// <summary>Numbers in [−scale, scale] that look random and are always the same.</summary>
    public static float[] Values(int length, int seed, float scale = 1)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, length).Select(_ => scale * ((2 * random.NextSingle()) - 1))];
    }
}
