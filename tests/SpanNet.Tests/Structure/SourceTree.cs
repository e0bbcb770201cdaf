using System.Text.RegularExpressions;

namespace SpanNet.Tests.Structure;

/// <summary>The source files of the repository.</summary>
internal static partial class SourceTree
{
    /// <summary>The repository's folder, found from the folder that the tests run in upwards.</summary>
    public static string Root { get; } = FindRoot();

    /// <summary>All C# files below src, with their text.</summary>
    public static IReadOnlyList<SourceFile> Files { get; } =
    [
        .. Directory
            .EnumerateFiles(Path.Combine(Root, "src"), "*.cs", SearchOption.AllDirectories)
            .Select(path => Path.GetRelativePath(Path.Combine(Root, "src"), path).Replace('\\', '/'))
            .Where(path => !path.Contains("/obj/", StringComparison.Ordinal) && !path.Contains("/bin/", StringComparison.Ordinal))
            .Order(StringComparer.Ordinal)
            .Select(path => new SourceFile(path, File.ReadAllText(Path.Combine(Root, "src", path)))),
    ];

    /// <summary>The text without comments, strings and characters: what the compiler acts on.</summary>
    public static string CodeOf(string text) => NoCode().Replace(text, " ");

    [GeneratedRegex(
        """"
            //[^\n]*|/\*.*?\*/|\$*"""(?:.*?)"""|\$?@"(?:[^"]|"")*"|\$?"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])+'
            """",
        RegexOptions.Singleline
    )]
    private static partial Regex NoCode();

    private static string FindRoot()
    {
        string? folder = AppContext.BaseDirectory;
        while (folder is not null && !File.Exists(Path.Combine(folder, "SpanNet.sln")))
        {
            folder = Path.GetDirectoryName(folder);
        }

        return folder ?? throw new DirectoryNotFoundException("No SpanNet.sln above the tests.");
    }
}
