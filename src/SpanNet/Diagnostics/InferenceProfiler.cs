using SpanNet.Inference;

namespace SpanNet.Diagnostics;

/// <summary>Profiles predictions: <see cref="Run"/> computes exactly what <see cref="InferenceSession.Run(ReadOnlySpan{float}, Span{float})"/> does.</summary>
public sealed class InferenceProfiler : Profiler
{
    private readonly InferenceSession session;

    /// <summary>A profiler of <paramref name="session"/>, which may meanwhile be used without it too.</summary>
    public InferenceProfiler(InferenceSession session)
        : base(PartList.Of(NotNull(session)), session.Team) => this.session = session;

    /// <summary>One timed prediction; FLOPs and bytes of the profile are those of a full batch.</summary>
    /// <inheritdoc cref="InferenceSession.Run(ReadOnlySpan{float}, Span{float})"/>
    public void Run(ReadOnlySpan<float> inputs, Span<float> outputs)
    {
        Marks<Ticks> marks = BeginCall();
        session.Run(inputs, outputs, ref marks);
        EndCall();
    }

    /// <summary>One prediction whose allocations are counted, on the caller's thread and the team's, instead of its time.</summary>
    /// <inheritdoc cref="InferenceSession.Run(ReadOnlySpan{float}, Span{float})"/>
    public void CountAllocations(ReadOnlySpan<float> inputs, Span<float> outputs)
    {
        Marks<AllocatedBytes> marks = BeginCount();
        session.Run(inputs, outputs, ref marks);
        EndCount();
    }

    private static InferenceSession NotNull(InferenceSession session)
    {
        ArgumentNullException.ThrowIfNull(session);
        return session;
    }
}
