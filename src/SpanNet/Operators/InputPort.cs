using SpanNet.Kernels.Memory;

namespace SpanNet.Operators;

/// <summary>One input of a step.</summary>
/// <param name="Value">Where the value lies in the arena.</param>
/// <param name="Length">Floats per sample.</param>
/// <param name="Gradient">Where its gradient goes.</param>
/// <param name="NeedsGradient">Whether anybody wants it.</param>
/// <param name="Accumulates">Whether an earlier step of the backward pass wrote to it.</param>
/// <param name="IsBorrowed">Whether it is the network's input, which may lie in the caller's memory instead of the arena.</param>
internal readonly record struct InputPort(Slice Value, int Length, Slice Gradient, bool NeedsGradient, bool Accumulates, bool IsBorrowed);
