using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace SpanNet.Tests.Structure;

/// <summary>The rules of the house: imports go downwards, unsafe code stays on the ground, files are small and named after their type.</summary>
public sealed partial class StructureTests
{
    /// <summary>The longest file.</summary>
    private const int MostLines = 400;

    /// <summary>
    /// Every room and its floor. A room may import rooms of lower floors, and those of its own floor only where the reason is here:
    /// <list type="bullet">
    /// <item>Kernels, floor 2: Simd and Elementwise carry what every kernel is written with (vectors; exp, log, maps).</item>
    /// <item>Kernels, floor 3: softmax, random numbers, normalization and matrix products build on reductions and activations; 4: losses on softmax, convolutions, recurrence and updates on matrix products, attention on both.</item>
    /// <item>Graphs and Operators share floor 8: a layer names the operator that computes it, and an operator is made from shapes.</item>
    /// <item>Configuration and Initializers lie below them: a layer's description holds its options and its first weights.</item>
    /// </list>
    /// </summary>
    private static readonly Dictionary<string, int> floors = new(StringComparer.Ordinal)
    {
        ["SpanNet.Kernels.Memory"] = 0,
        ["SpanNet.Kernels.Threading"] = 0,
        ["SpanNet.Kernels.Simd"] = 0,
        ["SpanNet.Kernels.Elementwise"] = 1,
        ["SpanNet.Kernels.Activations"] = 2,
        ["SpanNet.Kernels.Reductions"] = 2,
        ["SpanNet.Kernels.RandomNumbers"] = 2,
        ["SpanNet.Kernels.Pooling"] = 2,
        ["SpanNet.Kernels.Gemm"] = 3,
        ["SpanNet.Kernels.Softmax"] = 3,
        ["SpanNet.Kernels.Normalization"] = 3,
        ["SpanNet.Kernels.Optimizers"] = 4,
        ["SpanNet.Kernels.Convolution"] = 4,
        ["SpanNet.Kernels.Recurrent"] = 4,
        ["SpanNet.Kernels.Attention"] = 4,
        ["SpanNet.Kernels.Losses"] = 4,
        ["SpanNet.Kernels.Machine"] = 5,
        ["SpanNet.Configuration"] = 6,
        ["SpanNet.Telemetry"] = 6,
        ["SpanNet.Initializers"] = 7,
        ["SpanNet.Losses"] = 7,
        ["SpanNet.Optimizers"] = 7,
        ["SpanNet.Operators"] = 8,
        ["SpanNet.Graphs"] = 8,
        ["SpanNet.Layers"] = 9,
        ["SpanNet.Planning"] = 10,
        ["SpanNet.Data"] = 10,
        ["SpanNet.Metrics"] = 10,
        ["SpanNet.Models"] = 11,
        ["SpanNet.Training"] = 12,
        ["SpanNet.Inference"] = 12,
        ["SpanNet.Diagnostics"] = 13,
        ["SpanNet.Cli.Reports"] = 20,
        ["SpanNet.Cli.Sources"] = 21,
        ["SpanNet.Cli.Commands"] = 22,
        ["SpanNet.Cli"] = 23,
    };

    private static readonly HashSet<(string From, string To)> neighbours =
    [
        ("SpanNet.Graphs", "SpanNet.Operators"),
        ("SpanNet.Operators", "SpanNet.Graphs"),
    ];

    /// <summary>Files of several types, each with its reason.</summary>
    private static readonly Dictionary<string, string> families = new(StringComparer.Ordinal)
    {
        ["SpanNet.Kernels/Gemm/ICount.cs"] = "the numbers one to twelve, and sixteen, as types: one idea, thirteen lines of content",
    };

    [Fact]
    public void ImportsGoDownwards()
    {
        var wrong = new List<string>();
        foreach (SourceFile file in SourceTree.Files)
        {
            if (RoomOf(file.Room) is not string home)
            {
                wrong.Add($"{file.Path}: the room {file.Room} has no floor");
                continue;
            }

            foreach (Match match in Import().Matches(file.Text))
            {
                string? room = RoomOf(match.Groups["name"].Value);
                if (room is null)
                {
                    wrong.Add($"{file.Path}: imports {match.Groups["name"].Value}, which is in no room");
                }
                else if (room != home && floors[room] >= floors[home] && !neighbours.Contains((home, room)))
                {
                    wrong.Add($"{file.Path} (floor {floors[home]}) imports {room} (floor {floors[room]})");
                }
            }
        }

        None(wrong);
    }

    [Fact]
    public void NoRoomThatIsGoneKeepsAFloor() => None(floors.Keys.Where(room => SourceTree.Files.All(file => RoomOf(file.Room) != room)));

    [Fact]
    public void UnsafeCodeStaysInTheKernels()
    {
        None(
            from file in SourceTree.Files
            where file.Project != "SpanNet.Kernels"
            from Match match in Unsafe().Matches(SourceTree.CodeOf(file.Text))
            select $"{file.Path}: {match.Value}"
        );
        None(
            Projects()
                .Where(project => Path.GetFileNameWithoutExtension(project) != "SpanNet.Kernels")
                .Where(project => File.ReadAllText(project).Contains("AllowUnsafeBlocks", StringComparison.OrdinalIgnoreCase))
        );
    }

    [Fact]
    public void EveryKernelWithUnsafeCodeSaysWhyItIsSafe() =>
        None(
            SourceTree
                .Files.Where(file => file.Room.StartsWith("SpanNet.Kernels", StringComparison.Ordinal))
                .Where(file =>
                    Unsafe().IsMatch(SourceTree.CodeOf(file.Text)) && !file.Text.Contains("// Safety: ", StringComparison.Ordinal)
                )
                .Select(file => file.Path)
        );

    [Fact]
    public void TheEngineDependsOnTwoPackagesOnly()
    {
        string[] allowed = ["System.Numerics.Tensors", "CommunityToolkit.HighPerformance"];
        foreach (string name in new[] { "SpanNet.Kernels", "SpanNet" })
        {
            XElement project = XElement.Load(Path.Combine(SourceTree.Root, "src", name, $"{name}.csproj"));
            None(
                project
                    .Descendants("PackageReference")
                    .Where(reference => (string?)reference.Attribute("PrivateAssets") != "all")
                    .Select(reference => (string?)reference.Attribute("Include"))
                    .Except(allowed)
            );
            Assert.All(
                project.Descendants("ProjectReference"),
                reference => Assert.EndsWith("SpanNet.Kernels.csproj", (string?)reference.Attribute("Include"), StringComparison.Ordinal)
            );
        }
    }

    [Fact]
    public void NoFileIsLong() =>
        None(SourceTree.Files.Where(file => file.Text.Count(c => c == '\n') > MostLines).Select(file => file.Path));

    [Fact]
    public void EveryFileHoldsOneTypeOfItsName() =>
        None(
            from file in SourceTree.Files
            where file.Name != "Program" && !families.ContainsKey(file.Path)
            let types = TopLevelType().Matches(file.Text).Select(match => match.Groups["name"].Value).ToArray()
            where types.Length != 1 || types[0] != file.Name
            select $"{file.Path}: {string.Join(", ", types)}"
        );

    [Fact]
    public void NamespacesAreTheRooms() =>
        None(
            from file in SourceTree.Files
            let name = Namespace().Match(file.Text)
            where name.Success && name.Groups["name"].Value != file.Room
            select $"{file.Path}: {name.Groups["name"].Value}"
        );

    private static void None(IEnumerable<string?> violations) => Assert.Equal("", string.Join("\n", violations));

    /// <summary>The room that a namespace is, or lies in.</summary>
    private static string? RoomOf(string name)
    {
        while (!floors.ContainsKey(name))
        {
            int dot = name.LastIndexOf('.');
            if (dot < 0)
            {
                return null;
            }

            name = name[..dot];
        }

        return name;
    }

    private static IEnumerable<string> Projects() =>
        Directory.EnumerateFiles(Path.Combine(SourceTree.Root, "src"), "*.csproj", SearchOption.AllDirectories);

    [GeneratedRegex(@"^(?:global )?using (?:static )?(?:\w+ = )?(?<name>SpanNet[\w.]*);", RegexOptions.Multiline)]
    private static partial Regex Import();

    [GeneratedRegex(
        @"\bunsafe\b|\bUnsafe\.|\bMemoryMarshal\.(?:GetReference|GetArrayDataReference|CreateSpan|CreateReadOnlySpan)|\bfixed\s*\(|\bNativeMemory\."
    )]
    private static partial Regex Unsafe();

    [GeneratedRegex(
        @"^(?:(?:public|internal|file|sealed|static|abstract|readonly|ref|partial|unsafe) )*(?:record struct|record class|class|struct|interface|enum|record|delegate [\w<>\[\], ]+?) (?<name>\w+)",
        RegexOptions.Multiline
    )]
    private static partial Regex TopLevelType();

    [GeneratedRegex(@"^namespace (?<name>[\w.]+);", RegexOptions.Multiline)]
    private static partial Regex Namespace();
}
