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
}
