using SpanNet.Kernels.Activations;
using SpanNet.Reference.Activations;

namespace SpanNet.Testing.Cases;

/// <summary>Every activation, read by tests and benchmarks. A test fails when the catalog names one that is missing here.</summary>
public static class ActivationCases
{
    public static IReadOnlyList<ActivationCase> All { get; } =
    [
        new(Activation.Identity, IdentityReference.Value, IdentityReference.Derivative),
        new(Activation.ReLU, ReLUReference.Value, ReLUReference.Derivative),
        new(Activation.LeakyReLU(), x => LeakyReLUReference.Value(x, 0.01f), x => LeakyReLUReference.Derivative(x, 0.01f)),
        new(Activation.LeakyReLU(0f), ReLUReference.Value, ReLUReference.Derivative),
        new(Activation.LeakyReLU(1.5f), x => LeakyReLUReference.Value(x, 1.5), x => LeakyReLUReference.Derivative(x, 1.5)),
        new(Activation.Elu(), x => EluReference.Value(x, 1.0), x => EluReference.Derivative(x, 1.0)),
        new(Activation.Elu(0f), ReLUReference.Value, ReLUReference.Derivative),
        new(Activation.Elu(0.3f), x => EluReference.Value(x, 0.3f), x => EluReference.Derivative(x, 0.3f)),
        new(Activation.Selu, SeluReference.Value, SeluReference.Derivative),
        new(Activation.Gelu, GeluReference.Value, GeluReference.Derivative),
        new(Activation.GeluTanh, GeluTanhReference.Value, GeluTanhReference.Derivative),
        new(Activation.SiLU, SiLUReference.Value, SiLUReference.Derivative),
        new(Activation.Softplus, SoftplusReference.Value, SoftplusReference.Derivative),
        new(Activation.HardSigmoid, HardSigmoidReference.Value, HardSigmoidReference.Derivative),
        new(Activation.HardSwish, HardSwishReference.Value, HardSwishReference.Derivative),
        new(Activation.Mish, MishReference.Value, MishReference.Derivative),
        new(Activation.Sigmoid, SigmoidReference.Value, SigmoidReference.Derivative),
        new(Activation.Tanh, TanhReference.Value, TanhReference.Derivative),
    ];
}
