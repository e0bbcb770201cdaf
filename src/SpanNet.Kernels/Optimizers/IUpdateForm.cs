using SpanNet.Kernels.Simd;

namespace SpanNet.Kernels.Optimizers;

/// <summary>
/// <see cref="UpdateTerms"/> as a type, so that a sweep pays only for the terms in use. Every form gives the same bits where their
/// terms agree.
/// </summary>
internal interface IUpdateForm<TForm>
    where TForm : struct, IUpdateForm<TForm>
{
    /// <summary>The form with these terms; what it has no place for is left out.</summary>
    static abstract TForm Of(in UpdateTerms terms);

    /// <summary>ĝ, from the parameter w and its raw gradient g.</summary>
    V Gradient<V>(V w, V g)
        where V : struct, ISimd<V>;

    /// <summary>The new w.</summary>
    V Move<V>(V w, V direction)
        where V : struct, ISimd<V>;
}
