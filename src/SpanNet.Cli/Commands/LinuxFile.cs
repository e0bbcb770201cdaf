namespace SpanNet.Cli.Commands;

/// <summary>The files in which Linux says what the machine is.</summary>
internal static class LinuxFile
{
    /// <summary>The text of a file, or null: no Linux, no such file, or a container that hides it.</summary>
    public static string? TryRead(string path)
    {
        try
        {
            return OperatingSystem.IsLinux() && File.Exists(path) ? File.ReadAllText(path) : null;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>What stands behind <paramref name="name"/> and a colon in lines like "name : value"; null when nothing does.</summary>
    public static string? Value(string? text, string name)
    {
        foreach (string line in (text ?? "").Split('\n'))
        {
            int colon = line.IndexOf(':', StringComparison.Ordinal);
            if (colon > 0 && line.AsSpan(0, colon).Trim().SequenceEqual(name))
            {
                return line[(colon + 1)..].Trim();
            }
        }

        return null;
    }
}
