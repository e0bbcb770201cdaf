namespace SpanNet.Configuration;

/// <summary>A description (architecture file, model file, option) says something that cannot be: the message names the path and what was expected.</summary>
public sealed class ConfigurationException : Exception
{
    /// <summary>An error without a place.</summary>
    public ConfigurationException(string message)
        : base(message) { }

    /// <summary>An error at <paramref name="path"/>, for example <c>layers[2].units</c>.</summary>
    public ConfigurationException(string path, string message)
        : base(path.Length == 0 ? message : $"{path}: {message}") { }

    /// <summary>An error that another one caused.</summary>
    public ConfigurationException(string message, Exception inner)
        : base(message, inner) { }

    /// <summary>An error without a message.</summary>
    public ConfigurationException() { }
}
