using SpanNet.Kernels.Simd;

namespace SpanNet.Kernels.Recurrent;

/// <summary>The element-wise part of a recurrent cell as a type: what lies between two matrix products.</summary>
internal interface ICell
{
    /// <summary>Whether there is a cell state.</summary>
    static abstract bool HasCell { get; }

    /// <summary>Elements j … j + count − 1 of the new state; at most a vector of them.</summary>
    static abstract void Forward<V>(ref readonly CellRow row, nint j, int count)
        where V : struct, ISimd<V>;

    /// <summary>The same elements of the gradients by the gates and, without the hidden product, by the old state.</summary>
    static abstract void Backward<V>(ref readonly CellGradientRow row, nint j, int count)
        where V : struct, ISimd<V>;
}
