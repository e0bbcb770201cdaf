using SpanNet.Kernels.Activations;

namespace SpanNet.Testing.Cases;

/// <summary>An activation, and what it and its derivative should be, in double.</summary>
public sealed record ActivationCase(Activation Activation, Func<double, double> Value, Func<double, double> Derivative)
{
    public override string ToString() =>
        Activation.Name + string.Concat(Activation.Parameters.Select(parameter => $" {parameter.Key}={parameter.Value}"));
}
