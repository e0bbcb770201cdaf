namespace SpanNet.Cli.Commands;

/// <summary>What a <c>MODEL|ARCH</c> on the command line names.</summary>
internal static class NetworkName
{
    /// <summary>True: a file with weights; false: a network of the catalog or a JSON file.</summary>
    public static bool IsModelFile(string name) =>
        name.EndsWith(".safetensors", StringComparison.OrdinalIgnoreCase)
        || (File.Exists(name) && !name.EndsWith(".json", StringComparison.OrdinalIgnoreCase));
}
