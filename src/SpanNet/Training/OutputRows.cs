using SpanNet.Graphs;
using SpanNet.Losses;

namespace SpanNet.Training;

/// <summary>How a loss sees the output of one sample: as rows with a target each.</summary>
/// <param name="Count">Rows of a sample: 1, or for a sequence of class scores one per position.</param>
/// <param name="Length">Outputs of a row.</param>
internal readonly record struct OutputRows(int Count, int Length)
{
    /// <summary>The rows of an output of shape <paramref name="output"/> to <paramref name="loss"/>.</summary>
    public static OutputRows Of(Loss loss, Shape output) =>
        loss.TakesRows && output.Rank > 0 ? new(output.Length / output[^1], output[^1]) : new(1, output.Length);

    /// <summary>Floats of the target of one sample.</summary>
    public int TargetLength(Loss loss) => Count * loss.TargetLength(Length);
}
