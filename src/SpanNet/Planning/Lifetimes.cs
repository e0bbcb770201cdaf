using System.Collections.Immutable;
using SpanNet.Graphs;

namespace SpanNet.Planning;

/// <summary>All memory that a plan needs and when: walks through its time and notes who writes and reads what.</summary>
internal sealed class Lifetimes
{
    private readonly PlanDraft draft;
    private readonly List<Storage> all = [];

    public Lifetimes(PlanDraft draft, ImmutableArray<Moment> moments)
    {
        this.draft = draft;
        foreach (ValueDraft value in draft.Values.Values.Distinct())
        {
            Values[value] = Add(checked(draft.Batch * value.Length));
            if (draft.Mode == PlanMode.Training && (value.NeedsGradient || value.IsOutput))
            {
                Gradients[value] = Add(checked(draft.Batch * value.Length));
            }
        }

        foreach (StepDraft step in draft.Steps)
        {
            Saved[step] = [.. step.Context.SavedLengths.Select(Add)];
            ForwardScratch[step] = [.. step.Context.ForwardScratchLengths.Select(Add)];
            BackwardScratch[step] = [.. step.Context.BackwardScratchLengths.Select(Add)];
        }

        for (int tick = 0; tick < moments.Length; tick++)
        {
            Pass(moments[tick], tick);
        }
    }

    public Dictionary<ValueDraft, Storage> Values { get; } = [];

    /// <summary>Of the values that have one.</summary>
    public Dictionary<ValueDraft, Storage> Gradients { get; } = [];

    public Dictionary<StepDraft, Storage[]> Saved { get; } = [];

    public Dictionary<StepDraft, Storage[]> ForwardScratch { get; } = [];

    public Dictionary<StepDraft, Storage[]> BackwardScratch { get; } = [];

    /// <summary>Everything of the above.</summary>
    public IReadOnlyList<Storage> All => all;

    private Storage Add(int length)
    {
        var storage = new Storage(length);
        all.Add(storage);
        return storage;
    }

    private void Pass(Moment moment, int tick)
    {
        switch (moment)
        {
            case { Kind: MomentKind.Begin }:
                Each(draft.Graph.Inputs.Select(node => Values[draft.Values[node]]), storage => storage.Write(tick));
                break;
            case { Kind: MomentKind.Forward or MomentKind.Again, Step: StepDraft step }:
                Each(step.Inputs.Select(input => Values[input]), storage => storage.Read(tick));
                Each(ForwardScratch[step].Concat(Saved[step]).Append(Values[step.Output]), storage => storage.Write(tick));
                break;
            case { Kind: MomentKind.Loss }:
                Each(
                    draft.Graph.Inputs.Concat(draft.Graph.Outputs).Select(node => Values[draft.Values[node]]),
                    storage => storage.Read(tick)
                );
                Each(draft.Graph.Outputs.Select(node => Gradients[draft.Values[node]]), storage => storage.Write(tick));
                break;
            case { Kind: MomentKind.Backward, Step: StepDraft step }:
                PassBackward(step, tick);
                break;
            default:
                Each(draft.Graph.Outputs.Select(node => Values[draft.Values[node]]), storage => storage.Read(tick));
                break;
        }
    }

    private void PassBackward(StepDraft step, int tick)
    {
        Each(BackwardScratch[step], storage => storage.Write(tick));
        Each(
            step.ReadBackward.Select(value => Values[value]).Concat(Saved[step]).Append(Gradients[step.Output]),
            storage => storage.Read(tick)
        );
        for (int i = 0; i < step.Inputs.Length; i++)
        {
            if (Gradients.TryGetValue(step.Inputs[i], out Storage? gradient) && step.Inputs[i].NeedsGradient)
            {
                Action<int> touch = step.Accumulates[i] ? gradient.Read : gradient.Write;
                touch(tick);
            }
        }
    }

    private static void Each(IEnumerable<Storage> storages, Action<Storage> act)
    {
        foreach (Storage storage in storages)
        {
            act(storage);
        }
    }
}
