namespace SpanNet.Kernels.Recurrent;

/// <summary>Where one step of one sample finds its numbers.</summary>
internal ref struct CellRow
{
    /// <summary>Numbers of the state; gate g begins g·Hidden floats after the first.</summary>
    public nint Hidden;

    /// <summary>W_ih x + b_ih of all gates; for a backward pass to come the gates themselves afterwards.</summary>
    public ref float Gates;

    /// <summary>W_hh h + b_hh of all gates.</summary>
    public ref float Product;

    /// <summary>The state before and after the step; may be the same.</summary>
    public ref float Previous;
    public ref float Next;

    /// <summary>The cell state before and after the step; may be the same.</summary>
    public ref float PreviousCell;
    public ref float NextCell;

    /// <summary>What the backward pass needs besides.</summary>
    public ref float Kept;

    /// <summary>Whether there will be a backward pass.</summary>
    public bool Keeps;
}
