using SpanNet.Kernels.Gemm;

namespace SpanNet.Operators;

/// <summary>
/// The computation behind a layer, for one position of one plan: forward and backward on spans that the plan hands in. It owns no
/// memory, allocates nothing and may run in several workspaces at the same time.
/// </summary>
public abstract class Operator
{
    /// <summary>Whether <see cref="Backward"/> reads the inputs of the forward pass; if not, their memory is free before.</summary>
    public virtual bool BackwardReadsInputs => false;

    /// <summary>The same for input number <paramref name="i"/> alone, where not all inputs are alike.</summary>
    public virtual bool BackwardReadsInput(int i) => BackwardReadsInputs;

    /// <summary>Whether <see cref="Backward"/> reads the output of the forward pass.</summary>
    public virtual bool BackwardReadsOutput => false;

    /// <summary>
    /// Whether <see cref="Backward"/> hands the gradient of parameter number <paramref name="i"/> over by its factors where somebody takes
    /// it (see <see cref="BackwardPass.ParameterReceiver"/>); it reads the parameter for the last time before.
    /// </summary>
    public virtual bool HandsOver(int i) => false;

    /// <summary>Whether the output may lie where input number <paramref name="i"/> lies: the plan sees to it that nobody reads that any more.</summary>
    public virtual bool OverwritesInput(int i) => false;

    /// <summary>Whether the gradient by input number <paramref name="i"/>, when overwritten, may lie where the output's gradient lies.</summary>
    public virtual bool OverwritesGradient(int i) => false;

    /// <summary>Whether the gradient by input number <paramref name="i"/>, when overwritten, may lie where that input lies: likewise.</summary>
    public virtual bool GradientOverwritesInput(int i) => false;

    /// <summary>
    /// The first float of the output's where input number <paramref name="i"/> may lie, so that it need not be copied there; null: nowhere. Its
    /// gradient may then lie there in the output's gradient. The operator must see for itself whether it does.
    /// </summary>
    public virtual int? InputInOutput(int i) => null;

    /// <summary>The first float of input number <paramref name="i"/> where the output may lie, likewise; null: nowhere.</summary>
    public virtual int? OutputInInput(int i) => null;

    /// <summary>
    /// <see cref="Forward"/> for a batch of one by a way that needs no pass: made when the plan has found a place for everything. Null: there is none.
    /// </summary>
    internal virtual RowForward? RowOf(PlanStep step) => null;

    /// <summary>The same for <see cref="Backward"/> where somebody takes the gradients of the parameters; all of them are handed over then.</summary>
    internal virtual RowBackward? RowBackOf(PlanStep step) => null;

    /// <summary>Computes the output from the inputs.</summary>
    public abstract void Forward(in ForwardPass pass);

    /// <summary>
    /// Computes the gradients of inputs and parameters from the gradient of the output. Every <see cref="GradientSink"/> that is
    /// needed must be written, overwriting or accumulating as it says.
    /// </summary>
    public abstract void Backward(in BackwardPass pass);
}
