namespace SpanNet.Kernels.Recurrent;

/// <summary>What one direction of a recurrent layer reads and writes on its way back through time; see <see cref="Recurrence.Backward"/>.</summary>
public readonly ref struct RecurrentBackward
{
    /// <summary>The sizes.</summary>
    public required RecurrentShape Shape { get; init; }

    /// <summary>Samples.</summary>
    public required int Batch { get; init; }

    /// <summary>True: the forward pass went from the last step to the first.</summary>
    public bool IsReverse { get; init; }

    /// <summary>Panels of W_hhᵀ [hidden, width].</summary>
    public required ReadOnlySpan<float> HiddenWeight { get; init; }

    /// <summary>As in the forward pass.</summary>
    public ReadOnlySpan<float> Lengths { get; init; }

    /// <summary>The gradients by the outputs of every step, laid out as those; may be empty.</summary>
    public ReadOnlySpan<float> OutputGradient { get; init; }

    /// <summary>From one step's output to the next.</summary>
    public int OutputStep { get; init; }

    /// <summary>The gradients by the states after the last step, <see cref="FinalRow"/> floats from sample to sample; may be empty.</summary>
    public ReadOnlySpan<float> FinalGradient { get; init; }

    /// <summary>From one sample's last state to the next one's.</summary>
    public int FinalRow { get; init; }

    /// <summary>[batch, time, width]: what the forward pass kept; afterwards the gradients by W_ih x + b_ih.</summary>
    public required Span<float> Gates { get; init; }

    /// <summary>[batch, time, width]: receives the gradients by W_hh h + b_hh where the shape says so; else those are <see cref="Gates"/> too.</summary>
    public Span<float> ProductGradient { get; init; }

    /// <summary>[batch, time, hidden]: what the forward pass kept.</summary>
    public required ReadOnlySpan<float> Previous { get; init; }

    /// <summary>[batch, time, hidden]: what the forward pass kept, where there are cells.</summary>
    public ReadOnlySpan<float> PreviousCell { get; init; }

    /// <summary>[batch, time, <see cref="RecurrentShape.Kept"/>]: what the forward pass kept.</summary>
    public ReadOnlySpan<float> Kept { get; init; }

    /// <summary>[batch, hidden] twice: receives the gradients by the first states, then those by the first cell states.</summary>
    public required Span<float> StateGradients { get; init; }

    /// <summary>At least <see cref="RecurrentShape.ProductScratch"/> floats.</summary>
    public required Span<float> Scratch { get; init; }
}
