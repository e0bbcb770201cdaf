using SpanNet.Kernels.Optimizers;
using SpanNet.Kernels.Threading;

namespace SpanNet.Optimizers;

/// <summary>
/// The squared norm of the gradient, in at most <see cref="MaxSegments"/> segments whose bounds depend on the length alone; the
/// segments are added in their order, so the result does not depend on who computed which.
/// </summary>
internal readonly ref struct NormJob : IParallelJob
{
    public const int MaxSegments = 64;

    /// <summary>Segments are multiples of 16 KiB, which one pass reads from the first-level cache.</summary>
    private const int Unit = 4096;

    private readonly ReadOnlySpan<float> gradients;
    private readonly float cut;
    private readonly Span<double> sums;
    private readonly int segmentLength;

    public NormJob(ReadOnlySpan<float> gradients, float cut, Span<double> sums)
    {
        this.gradients = gradients;
        this.cut = cut;
        int units = (gradients.Length + Unit - 1) / Unit;
        segmentLength = (units + MaxSegments - 1) / MaxSegments * Unit;
        Segments = segmentLength == 0 ? 0 : (gradients.Length + segmentLength - 1) / segmentLength;
        this.sums = sums[..Segments];
    }

    /// <summary>Number of segments in use, which is also the number of parts.</summary>
    public int Segments { get; }

    public void Run(int part)
    {
        int start = part * segmentLength;
        sums[part] = GradientNorm.SquaredSum(gradients.Slice(start, Math.Min(segmentLength, gradients.Length - start)), cut);
    }

    /// <summary>The sum of the segments, once all have run.</summary>
    public double Total()
    {
        double total = 0;
        foreach (double sum in sums)
        {
            total += sum;
        }

        return total;
    }
}
