using SpanNet.Kernels.Memory;

namespace SpanNet.Operators;

/// <summary>One parameter of a step.</summary>
/// <param name="Slice">Where it lies in the parameter store, values and gradients alike.</param>
/// <param name="NeedsGradient">False when frozen.</param>
/// <param name="Accumulates">Whether an earlier step of the backward pass wrote to its gradient (tied weights).</param>
/// <param name="IsHandedOver">Whether its gradient is handed over instead of stored where somebody takes it.</param>
internal readonly record struct ParameterPort(Slice Slice, bool NeedsGradient, bool Accumulates, bool IsHandedOver);
