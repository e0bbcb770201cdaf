namespace SpanNet.Kernels.Activations;

/// <summary>Makes something that is compiled for the function of an <see cref="Activation"/>.</summary>
internal interface IActivationUser<out TResult>
{
    /// <summary>Makes it for <paramref name="function"/>.</summary>
    TResult Use<TFunction>(TFunction function)
        where TFunction : struct, IActivation;
}
