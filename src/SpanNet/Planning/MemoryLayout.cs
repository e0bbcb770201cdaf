using System.Collections.Immutable;
using SpanNet.Kernels.Memory;

namespace SpanNet.Planning;

/// <summary>Where everything lies in the arena when the outputs of some steps are computed again instead of kept.</summary>
internal sealed class MemoryLayout
{
    private readonly Lifetimes lifetimes;
    private readonly Dictionary<Storage, Slice> buffers = [];

    public MemoryLayout(PlanDraft draft, IReadOnlySet<StepDraft> recomputed)
    {
        Recomputed = recomputed;
        Moments = Timeline.Of(draft, recomputed);
        lifetimes = new Lifetimes(draft, Moments);
        Sharing.Run(draft, lifetimes);
        var planner = new MemoryPlanner();

        // Values between layers that are fused never live.
        Storage[] alone =
        [
            .. lifetimes.All.Where(storage => storage.Buffer == storage && storage.Family.Any(member => member.Lives.Count > 0)),
        ];
        foreach (Storage storage in alone)
        {
            planner.Request(storage.Length, [.. storage.Family.SelectMany(member => member.Lives)]);
        }

        (Slice[] slices, Length) = planner.Place();
        for (int i = 0; i < alone.Length; i++)
        {
            buffers[alone[i]] = slices[i];
        }
    }

    /// <summary>The steps that run forward a second time.</summary>
    public IReadOnlySet<StepDraft> Recomputed { get; }

    /// <summary>What happens when.</summary>
    public ImmutableArray<Moment> Moments { get; }

    /// <summary>Floats of the arena.</summary>
    public int Length { get; }

    public Slice Value(ValueDraft value) => Of(lifetimes.Values[value]);

    /// <summary>Empty when the value has no gradient.</summary>
    public Slice Gradient(ValueDraft value) => lifetimes.Gradients.TryGetValue(value, out Storage? storage) ? Of(storage) : default;

    public ImmutableArray<Slice> Saved(StepDraft step) => Of(lifetimes.Saved[step]);

    public ImmutableArray<Slice> ForwardScratch(StepDraft step) => Of(lifetimes.ForwardScratch[step]);

    public ImmutableArray<Slice> BackwardScratch(StepDraft step) => Of(lifetimes.BackwardScratch[step]);

    private ImmutableArray<Slice> Of(Storage[] storages) => [.. storages.Select(Of)];

    private Slice Of(Storage storage) => new(buffers[storage.Buffer].Offset + storage.Offset, storage.Length);
}
