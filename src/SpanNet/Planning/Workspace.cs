using System.Runtime.CompilerServices;
using SpanNet.Kernels.Memory;

namespace SpanNet.Planning;

/// <summary>The memory that a <see cref="Plan"/> runs in: mutable, one per running session. All spans hold whole batches, row by row.</summary>
public sealed class Workspace : IDisposable
{
    private readonly AlignedBuffer arena;

    /// <summary>Where the network's only output lies; empty where it has several.</summary>
    private readonly Slice onlyOutput;

    /// <summary>Memory for <paramref name="plan"/>.</summary>
    public Workspace(Plan plan)
    {
        ArgumentNullException.ThrowIfNull(plan);
        Plan = plan;
        arena = new AlignedBuffer(plan.ArenaLength);
        onlyOutput = plan.OutputSlices.Length == 1 ? plan.OutputSlices[0] : default;
    }

    /// <summary>The plan that it belongs to.</summary>
    public Plan Plan { get; }

    /// <summary>Bytes of memory that it holds: what the plan says.</summary>
    public long Bytes => arena.Length * (long)sizeof(float);

    internal Span<float> Arena => arena.Span;

    /// <summary>Where the caller writes input number <paramref name="i"/>; its content is lost in the forward pass.</summary>
    public Span<float> Input(int i = 0) => arena[Plan.InputSlices[i]];

    /// <summary>Output number <paramref name="i"/> of the last forward pass; holds until the next one.</summary>
    public ReadOnlySpan<float> Output(int i = 0) => arena[Plan.OutputSlices[i]];

    /// <summary>Where the caller writes the gradient of the loss by output <paramref name="i"/>, between forward and backward.</summary>
    public Span<float> OutputGradient(int i = 0) => arena[Plan.OutputGradientSlices[i]];

    /// <summary>Takes all inputs from rows in which they lie side by side.</summary>
    internal void WriteInputs(ReadOnlySpan<float> rows)
    {
        RowLayout layout = Plan.InputRows;
        if (layout.Parts == 1)
        {
            rows.CopyTo(Input());
            return;
        }

        for (int i = 0; i < layout.Parts; i++)
        {
            layout.Take(i, rows, Input(i));
        }
    }

    /// <summary>Hands all outputs over into rows in which they lie side by side.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal void ReadOutputs(Span<float> rows)
    {
        if (onlyOutput is { Length: > 0 } output)
        {
            arena[output][..rows.Length].CopyTo(rows);
        }
        else
        {
            ReadSeveral(rows);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => arena.Dispose();

    private void ReadSeveral(Span<float> rows)
    {
        RowLayout layout = Plan.OutputRows;
        for (int i = 0; i < layout.Parts; i++)
        {
            layout.Put(i, Output(i), rows);
        }
    }
}
