namespace SpanNet.Kernels.Activations;

/// <summary>
/// An activation chosen at run time: one virtual call per span, behind which the loop is compiled for the one function.
/// Immutable, compared by value, shared freely between threads.
/// </summary>
public abstract class Activation : IEquatable<Activation>
{
    private protected Activation(string name, params KeyValuePair<string, float>[] parameters)
    {
        Name = name;
        Parameters = parameters;
    }

    /// <summary>y = max(0, x).</summary>
    public static Activation ReLU { get; } = new ActivationOf<ReLU>("relu", default);

    /// <summary>y = x.</summary>
    public static Activation Identity { get; } = new ActivationOf<Identity>("identity", default);

    /// <summary>y = 1 / (1 + e⁻ˣ).</summary>
    public static Activation Sigmoid { get; } = new ActivationOf<Sigmoid>("sigmoid", default);

    /// <summary>y = tanh x.</summary>
    public static Activation Tanh { get; } = new ActivationOf<Tanh>("tanh", default);

    /// <summary>y = λx where x &gt; 0, else λα(eˣ − 1).</summary>
    public static Activation Selu { get; } = new ActivationOf<Selu>("selu", default);

    /// <summary>y = x · Φ(x), Φ the normal distribution.</summary>
    public static Activation Gelu { get; } = new ActivationOf<Gelu>("gelu", default);

    /// <summary>GELU with tanh in place of the normal distribution.</summary>
    public static Activation GeluTanh { get; } = new ActivationOf<GeluTanh>("gelu-tanh", default);

    /// <summary>y = x / (1 + e⁻ˣ), also called swish.</summary>
    public static Activation SiLU { get; } = new ActivationOf<SiLU>("silu", default);

    /// <summary>y = ln(1 + eˣ).</summary>
    public static Activation Softplus { get; } = new ActivationOf<Softplus>("softplus", default);

    /// <summary>y = x · tanh(ln(1 + eˣ)).</summary>
    public static Activation Mish { get; } = new ActivationOf<Mish>("mish", default);

    /// <summary>y = min(max(x + 3, 0), 6) / 6.</summary>
    public static Activation HardSigmoid { get; } = new ActivationOf<HardSigmoid>("hard-sigmoid", default);

    /// <summary>y = x · min(max(x + 3, 0), 6) / 6.</summary>
    public static Activation HardSwish { get; } = new ActivationOf<HardSwish>("hard-swish", default);

    /// <summary>y = x where x &gt; 0, else <paramref name="slope"/> · x.</summary>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="slope"/> is negative or not finite.</exception>
    public static Activation LeakyReLU(float slope = 0.01f)
    {
        CheckNotNegative(slope, nameof(slope));
        return new ActivationOf<LeakyReLU>("leaky-relu", new(slope), KeyValuePair.Create("slope", slope));
    }

    /// <summary>y = x where x &gt; 0, else <paramref name="alpha"/> · (eˣ − 1).</summary>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="alpha"/> is negative or not finite.</exception>
    public static Activation Elu(float alpha = 1f)
    {
        CheckNotNegative(alpha, nameof(alpha));
        return new ActivationOf<Elu>("elu", new(alpha), KeyValuePair.Create("alpha", alpha));
    }

    /// <summary>The name in files: lower case, words joined by hyphens.</summary>
    public string Name { get; }

    /// <summary>The function's parameters by their names in files.</summary>
    public IReadOnlyList<KeyValuePair<string, float>> Parameters { get; }

    /// <summary>True when the backward pass needs the output y of the forward pass, false when it needs the input x.</summary>
    public abstract bool DerivativeUsesOutput { get; }

    /// <summary>y[i] = f(x[i]). <paramref name="y"/> may be <paramref name="x"/> itself, but must not overlap it otherwise.</summary>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    public abstract void Forward(ReadOnlySpan<float> x, Span<float> y);

    /// <summary>
    /// dx[i] = f′ · dy[i], with f′ from <paramref name="xOrY"/> (see <see cref="DerivativeUsesOutput"/>).
    /// <paramref name="dx"/> may be <paramref name="dy"/> itself.
    /// </summary>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    public abstract void Backward(ReadOnlySpan<float> xOrY, ReadOnlySpan<float> dy, Span<float> dx);

    /// <summary>dx[i] = f′ · dy[i] + dx[i]: the form for a gradient that already has a writer.</summary>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    public abstract void BackwardAdd(ReadOnlySpan<float> xOrY, ReadOnlySpan<float> dy, Span<float> dx);

    /// <summary>
    /// <paramref name="dz"/>[i] = f′ · dz[i] in some columns of rows that are <paramref name="stride"/> floats apart, and their sums over the rows, in
    /// their order: written to <paramref name="sums"/> or added to them. The caller has checked the lengths.
    /// </summary>
    internal abstract void BackwardSums(ReadOnlySpan<float> xOrY, Span<float> dz, int rows, int stride, Span<float> sums, bool add);

    /// <summary>Hands the function over as a type, so that other loops than these can be compiled for it. Once, at plan time: it takes a search.</summary>
    internal abstract TResult As<TResult>(IActivationUser<TResult> user);

    /// <inheritdoc/>
    public bool Equals(Activation? other)
    {
        if (other is null || other.Name != Name || other.Parameters.Count != Parameters.Count)
        {
            return false;
        }

        for (int i = 0; i < Parameters.Count; i++)
        {
            if (!Parameters[i].Equals(other.Parameters[i]))
            {
                return false;
            }
        }

        return true;
    }

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as Activation);

    /// <inheritdoc/>
    public override int GetHashCode() => Name.GetHashCode(StringComparison.Ordinal);

    /// <inheritdoc/>
    public override string ToString() => Name;

    private static void CheckNotNegative(float value, string name)
    {
        if (!(value >= 0f && float.IsFinite(value)))
        {
            throw new ArgumentOutOfRangeException(
                name,
                value,
                "Expected a finite number that is not negative: the derivative is read from the output's sign."
            );
        }
    }
}
