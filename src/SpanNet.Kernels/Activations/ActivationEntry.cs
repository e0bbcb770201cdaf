namespace SpanNet.Kernels.Activations;

/// <summary>An activation that files can name, and how it is made from its parameters.</summary>
public sealed class ActivationEntry
{
    private readonly Func<float[], Activation> create;

    internal ActivationEntry(string name, Func<float[], Activation> create, params KeyValuePair<string, float>[] parameters)
    {
        Name = name;
        this.create = create;
        Parameters = parameters;
    }

    /// <summary>The name in files: lower case, words joined by hyphens.</summary>
    public string Name { get; }

    /// <summary>The parameters by name, each with its default.</summary>
    public IReadOnlyList<KeyValuePair<string, float>> Parameters { get; }

    /// <summary>The activation with these parameters; those not given have their defaults.</summary>
    /// <exception cref="ArgumentException">A parameter has a name that this activation does not know.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A parameter has a value that this activation does not allow.</exception>
    public Activation Create(params IReadOnlyList<KeyValuePair<string, float>> given)
    {
        float[] values = new float[Parameters.Count];
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = Parameters[i].Value;
        }

        foreach ((string name, float value) in given)
        {
            values[IndexOf(name)] = value;
        }

        return create(values);
    }

    private int IndexOf(string name)
    {
        for (int i = 0; i < Parameters.Count; i++)
        {
            if (Parameters[i].Key == name)
            {
                return i;
            }
        }

        throw new ArgumentException($"The activation '{Name}' has no parameter '{name}'; its parameters: {ParameterNames()}.");
    }

    private string ParameterNames()
    {
        string names = "";
        foreach ((string name, _) in Parameters)
        {
            names += names.Length == 0 ? name : ", " + name;
        }

        return names.Length == 0 ? "none" : names;
    }
}
