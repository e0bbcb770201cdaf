namespace SpanNet.Kernels.Recurrent;

/// <summary>What one direction of a recurrent layer reads and writes in a forward pass; see <see cref="Recurrence.Forward"/>.</summary>
public readonly ref struct RecurrentForward
{
    /// <summary>The sizes.</summary>
    public required RecurrentShape Shape { get; init; }

    /// <summary>Samples.</summary>
    public required int Batch { get; init; }

    /// <summary>True: from the last step to the first.</summary>
    public bool IsReverse { get; init; }

    /// <summary>[batch, time, inputs].</summary>
    public required ReadOnlySpan<float> X { get; init; }

    /// <summary>Panels of W_ihᵀ [inputs, width].</summary>
    public required ReadOnlySpan<float> InputWeight { get; init; }

    /// <summary>Panels of W_hhᵀ [hidden, width].</summary>
    public required ReadOnlySpan<float> HiddenWeight { get; init; }

    /// <summary>b_ih, padded with zeros to whole panels.</summary>
    public required ReadOnlySpan<float> InputBias { get; init; }

    /// <summary>b_hh, padded with zeros to whole panels.</summary>
    public required ReadOnlySpan<float> HiddenBias { get; init; }

    /// <summary>The states that the sequences begin with, <see cref="InitialRow"/> floats from sample to sample; empty: zeros.</summary>
    public ReadOnlySpan<float> InitialState { get; init; }

    /// <summary>The cell states that the sequences begin with, laid out likewise; empty: zeros.</summary>
    public ReadOnlySpan<float> InitialCell { get; init; }

    /// <summary>From one sample's first state to the next one's.</summary>
    public int InitialRow { get; init; }

    /// <summary>
    /// Steps of each sample, whole numbers of at most the shape's time; empty: all steps of all. Behind its last step a sample keeps its
    /// state and its outputs are 0.
    /// </summary>
    public ReadOnlySpan<float> Lengths { get; init; }

    /// <summary>The states after every step: <see cref="OutputStep"/> floats from step to step, time times that from sample to sample. May be empty.</summary>
    public Span<float> Output { get; init; }

    /// <summary>From one step's output to the next.</summary>
    public int OutputStep { get; init; }

    /// <summary>The states after the last step, <see cref="FinalRow"/> floats from sample to sample. May be empty.</summary>
    public Span<float> FinalState { get; init; }

    /// <summary>The cell states after the last step, laid out likewise. May be empty.</summary>
    public Span<float> FinalCell { get; init; }

    /// <summary>From one sample's last state to the next one's.</summary>
    public int FinalRow { get; init; }

    /// <summary>[batch, time, width]: the gates, kept for the backward pass; scratch where there is none.</summary>
    public required Span<float> Gates { get; init; }

    /// <summary>[batch, time, hidden]: the state before each step, kept for the backward pass; empty: there is none.</summary>
    public Span<float> Previous { get; init; }

    /// <summary>[batch, time, hidden]: the cell state before each step, where there are cells and a backward pass.</summary>
    public Span<float> PreviousCell { get; init; }

    /// <summary>[batch, time, <see cref="RecurrentShape.Kept"/>], where there is a backward pass.</summary>
    public Span<float> Kept { get; init; }

    /// <summary>At least batch times <see cref="RecurrentShape.ForwardScratch"/> floats.</summary>
    public required Span<float> Scratch { get; init; }
}
