using SpanNet.Kernels.Gemm;

namespace SpanNet.Kernels.Recurrent;

/// <summary>The sizes of one direction of one recurrent layer.</summary>
/// <param name="Kind">What a cell computes.</param>
/// <param name="Inputs">Features of a step.</param>
/// <param name="Hidden">Numbers of the state.</param>
/// <param name="Time">Steps.</param>
public readonly record struct RecurrentShape(RecurrentKind Kind, int Inputs, int Hidden, int Time)
{
    /// <summary>Rows of the weights: gates · hidden.</summary>
    public int Width => Hidden * Gates(Kind);

    /// <summary>Whether there is a cell state beside the hidden state.</summary>
    public bool HasCell => Kind == RecurrentKind.Lstm;

    /// <summary>Floats of a row that a training pass keeps beside gates and states: tanh c of an LSTM, the hidden product of a GRU's n.</summary>
    public int Kept => Kind is RecurrentKind.Lstm or RecurrentKind.Gru ? Hidden : 0;

    /// <summary>Whether the gradients of the two products of a step differ, because a gate stands between them.</summary>
    public bool HasHiddenGradient => Kind == RecurrentKind.Gru;

    /// <summary>Floats of scratch that a forward pass needs for each sample: the hidden product, padded, and the states.</summary>
    public int ForwardScratch => checked(PaddedWidth + (2 * Hidden));

    /// <summary>Floats of scratch that a backward pass needs for each sample: the gradients of the states.</summary>
    public int BackwardScratch => checked(2 * Hidden);

    internal int PaddedWidth => Panels.Count(Width) * Panels.Width;

    /// <summary>Number of gates: how many numbers are computed for each one of the state.</summary>
    public static int Gates(RecurrentKind kind) =>
        kind switch
        {
            RecurrentKind.Lstm => LstmCell.GateCount,
            RecurrentKind.Gru => GruCell.GateCount,
            _ => 1,
        };

    /// <summary>Floats of the product scratch that a backward pass of <paramref name="batch"/> samples needs.</summary>
    public int ProductScratch(int batch)
    {
        int rows = checked(batch * Time);
        int turned = Panels.Length(PaddedWidth, Hidden);
        return Math.Max(Gemm.Gemm.WeightGradientScratch(rows, Width), Math.Max(turned, Gemm.Gemm.InputGradientScratch(Width, Inputs)));
    }
}
