namespace SpanNet.Cli.Commands;

/// <summary>A file that a command writes when its work is done.</summary>
internal static class OutputFile
{
    /// <summary>
    /// <paramref name="path"/>, if something could be saved there: looked at before the work, so that nobody waits for an hour to learn that
    /// nothing can be saved.
    /// </summary>
    /// <exception cref="UsageException">It is a folder, or its folder is missing.</exception>
    public static string Check(string option, string path)
    {
        string? folder = Path.GetDirectoryName(path);
        return path.Length == 0 ? throw new UsageException($"{option}: expected the name of a file")
            : Directory.Exists(path) ? throw new UsageException($"{option}: '{path}' is a folder")
            : string.IsNullOrEmpty(folder) || Directory.Exists(folder) ? path
            : throw new UsageException($"{option}: there is no folder '{folder}'");
    }
}
