namespace SpanNet.Tests.Structure;

/// <summary>A source file.</summary>
/// <param name="Path">From src on, with slashes: SpanNet/Layers/Dense.cs.</param>
/// <param name="Text">Its text.</param>
internal sealed record SourceFile(string Path, string Text)
{
    /// <summary>The project: SpanNet.</summary>
    public string Project => Path[..Path.IndexOf('/', StringComparison.Ordinal)];

    /// <summary>The room as a namespace: SpanNet.Layers; the project's name for files in no room. Folders inside a room belong to it.</summary>
    public string Room
    {
        get
        {
            string[] parts = Path.Split('/');
            return parts.Length > 2 ? $"{parts[0]}.{parts[1]}" : parts[0];
        }
    }

    /// <summary>The file's name without folder and ending.</summary>
    public string Name => System.IO.Path.GetFileNameWithoutExtension(Path);
}
