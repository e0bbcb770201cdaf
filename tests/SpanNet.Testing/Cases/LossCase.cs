using SpanNet.Losses;

namespace SpanNet.Testing.Cases;

/// <summary>A loss with some options, targets that suit it, and its double reference.</summary>
/// <param name="Name">What the case is, unique.</param>
/// <param name="Loss">Makes the loss for a number of outputs (class weights depend on it).</param>
/// <param name="Target">One random target value for a number of outputs.</param>
/// <param name="Mean">The mean loss from outputs, targets and row weights; the number of outputs comes last.</param>
public sealed record LossCase(
    string Name,
    Func<int, Loss> Loss,
    Func<Random, int, float> Target,
    Func<double[], double[], double[], int, double> Mean
);
