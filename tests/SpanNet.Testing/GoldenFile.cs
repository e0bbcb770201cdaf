using System.Text.Json;

namespace SpanNet.Testing;

/// <summary>Results of other software in tests/golden, each beside the script that made it.</summary>
public static class GoldenFile
{
    /// <summary>Reads tests/golden/<paramref name="name"/>, found from the folder that the tests run in upwards.</summary>
    public static JsonElement Read(string name)
    {
        string? folder = AppContext.BaseDirectory;
        while (folder is not null && !Directory.Exists(Path.Combine(folder, "tests", "golden")))
        {
            folder = Path.GetDirectoryName(folder);
        }

        string path = Path.Combine(
            folder ?? throw new DirectoryNotFoundException("No tests/golden above the tests."),
            "tests",
            "golden",
            name
        );
        return JsonDocument.Parse(File.ReadAllBytes(path)).RootElement;
    }
}
