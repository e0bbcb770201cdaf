namespace SpanNet.Kernels.Recurrent;

/// <summary>Where one step of one sample finds its gradients.</summary>
internal ref struct CellGradientRow
{
    /// <summary>Numbers of the state; gate g begins g·Hidden floats after the first.</summary>
    public nint Hidden;

    /// <summary>The gates; afterwards the gradient by what they were computed from.</summary>
    public ref float Gates;

    /// <summary>Receives the gradient by W_hh h + b_hh, where that is not the gradient of the gates.</summary>
    public ref float ProductGradient;

    /// <summary>The states before the step.</summary>
    public ref readonly float Previous;
    public ref readonly float PreviousCell;

    /// <summary>What the forward pass kept.</summary>
    public ref readonly float Kept;

    /// <summary>The gradient by the output of the step, to be added to <see cref="State"/>; a null reference for none.</summary>
    public ref readonly float Output;

    /// <summary>The gradient by the state after the step; afterwards what reaches the state before it past the product.</summary>
    public ref float State;

    /// <summary>The gradient by the cell state after the step; afterwards before it.</summary>
    public ref float Cell;
}
