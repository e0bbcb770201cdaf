using System.Text.Json;
using System.Text.Json.Serialization;

namespace SpanNet.Benchmarks.Guarding;

/// <summary>The floors of one processor at one vector width.</summary>
/// <param name="Processor">Its name, family and model.</param>
/// <param name="Lanes">Floats of a vector.</param>
/// <param name="Date">When they were taken.</param>
/// <param name="QuietRate">The <see cref="CoreQuiet.Rate"/> of a core that nobody shares.</param>
/// <param name="Least">The least fraction by the name of the work.</param>
internal sealed record Floors(string Processor, int Lanes, string Date, double QuietRate, SortedDictionary<string, double> Least)
{
    /// <summary>How far below a figure its floor lies.</summary>
    public const double Slack = 0.15;

    /// <summary>The file, found from the program upwards.</summary>
    public static string File { get; } = Find(Path.Combine("benchmarks", "floors.json"));

    private static readonly JsonSerializerOptions options = new()
    {
        WriteIndented = true,
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    };

    /// <summary>All that are committed.</summary>
    public static List<Floors> Read() =>
        System.IO.File.Exists(File) ? JsonSerializer.Deserialize<List<Floors>>(System.IO.File.ReadAllText(File), options)! : [];

    /// <summary>Writes these in place of those of the same processor and width.</summary>
    public void Write() =>
        System.IO.File.WriteAllText(
            File,
            JsonSerializer.Serialize(
                Read()
                    .Where(other => other.Processor != Processor || other.Lanes != Lanes)
                    .Append(this)
                    .OrderBy(floors => floors.Processor, StringComparer.Ordinal)
                    .ThenByDescending(floors => floors.Lanes),
                options
            ) + "\n"
        );

    private static string Find(string relative)
    {
        for (string? folder = AppContext.BaseDirectory; folder is not null; folder = Path.GetDirectoryName(folder))
        {
            if (System.IO.File.Exists(Path.Combine(folder, "SpanNet.sln")))
            {
                return Path.Combine(folder, relative);
            }
        }

        throw new DirectoryNotFoundException($"No SpanNet.sln above {AppContext.BaseDirectory}.");
    }
}
