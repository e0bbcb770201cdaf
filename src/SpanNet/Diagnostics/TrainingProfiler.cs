using SpanNet.Training;

namespace SpanNet.Diagnostics;

/// <summary>
/// Profiles training steps: <c>new TrainingProfiler(trainer).Step(inputs, targets)</c> learns exactly as
/// <see cref="Trainer.Step(ReadOnlySpan{float}, ReadOnlySpan{float}, ReadOnlySpan{float})"/> does, to the last bit.
/// </summary>
public sealed class TrainingProfiler : Profiler
{
    private readonly Trainer trainer;

    /// <summary>A profiler of <paramref name="trainer"/>, which may meanwhile be used without it too.</summary>
    public TrainingProfiler(Trainer trainer)
        : base(PartList.Of(NotNull(trainer)), trainer.Team) => this.trainer = trainer;

    /// <summary>One timed step; FLOPs and bytes of the profile are those of a full batch.</summary>
    /// <inheritdoc cref="Trainer.Step(ReadOnlySpan{float}, ReadOnlySpan{float}, ReadOnlySpan{float})"/>
    public double Step(ReadOnlySpan<float> inputs, ReadOnlySpan<float> targets, ReadOnlySpan<float> sampleWeights = default)
    {
        Marks<Ticks> marks = BeginCall();
        double loss = trainer.Step(inputs, targets, sampleWeights, ref marks);
        EndCall();
        return loss;
    }

    /// <summary>One step whose allocations are counted, on the caller's thread and the team's, instead of its time.</summary>
    /// <inheritdoc cref="Trainer.Step(ReadOnlySpan{float}, ReadOnlySpan{float}, ReadOnlySpan{float})"/>
    public double CountAllocations(ReadOnlySpan<float> inputs, ReadOnlySpan<float> targets, ReadOnlySpan<float> sampleWeights = default)
    {
        Marks<AllocatedBytes> marks = BeginCount();
        double loss = trainer.Step(inputs, targets, sampleWeights, ref marks);
        EndCount();
        return loss;
    }

    private static Trainer NotNull(Trainer trainer)
    {
        ArgumentNullException.ThrowIfNull(trainer);
        return trainer;
    }
}
