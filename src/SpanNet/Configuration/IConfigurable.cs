namespace SpanNet.Configuration;

/// <summary>Something that files name by its kind and describe by options: a layer, loss, optimizer, initializer.</summary>
public interface IConfigurable
{
    /// <summary>The name in files: lower case, words joined by hyphens.</summary>
    string Kind { get; }

    /// <summary>Writes every option whose value is not the default.</summary>
    void WriteOptions(OptionWriter writer);
}
