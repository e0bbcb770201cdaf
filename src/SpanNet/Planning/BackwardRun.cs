namespace SpanNet.Planning;

/// <summary>What runs after the loss.</summary>
/// <param name="Step">The step's number.</param>
/// <param name="IsForward">Whether it runs forward once more, because its output was not kept, instead of backward.</param>
internal readonly record struct BackwardRun(int Step, bool IsForward);
