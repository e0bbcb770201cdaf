using System.Text.Json;
using System.Text.RegularExpressions;

namespace SpanNet.Cli.Tests;

/// <summary><c>spannet summary</c> of networks that are no chain: branches, joins and shared layers can be seen.</summary>
public sealed partial class SummaryGraphTests : IDisposable
{
    private const string Network = """
        {
          "inputs": { "left": [4], "say \"right\"": [4] },
          "layers": [
            { "type": "dense", "outputs": 3, "inputs": ["left"] },
            { "shares": "dense", "name": "again", "inputs": ["say \"right\""] },
            { "type": "subtract", "inputs": ["dense", "again"] },
            { "type": "dense", "outputs": 2, "name": "head" }
          ],
          "outputs": ["head", "subtract"]
        }
        """;

    private readonly string folder = Directory.CreateTempSubdirectory("spannet-").FullName;
    private readonly string file;

    public SummaryGraphTests()
    {
        file = Path.Combine(folder, "twins.json");
        File.WriteAllText(file, Network);
    }

    [Fact]
    public void TheTableSaysWhatEachLayerTakes()
    {
        string text = InProcess.Run("summary", file).AssertDone().Output;

        Assert.Matches(@"again +dense, outputs 3 +say ""right"" +\[3\] +those of dense", text);
        Assert.Matches(@"subtract +subtract +dense, again \(an output\) +\[3\]", text);
        Assert.Matches(@"parameters +23", text);
        Assert.DoesNotContain("takes", InProcess.Run("summary", "mlp-s").AssertDone().Output, StringComparison.Ordinal);
    }

    [Fact]
    public void JsonNamesInputsSharesAndOutputs()
    {
        JsonElement json = InProcess.Run("summary", file, "--json").AssertDone().Json;
        JsonElement again = json.GetProperty("layers").EnumerateArray().Single(layer => layer.GetProperty("name").GetString() == "again");

        Assert.Equal("dense", again.GetProperty("shares").GetString());
        Assert.Equal("say \"right\"", again.GetProperty("inputs")[0].GetString());
        Assert.Equal(0, again.GetProperty("parameters").GetInt32());
        Assert.Equal(["head", "subtract"], json.GetProperty("outputs").EnumerateArray().Select(name => name.GetString()));
    }

    [Fact]
    public void TheDrawingHoldsEveryNodeAndEdge()
    {
        string[] lines = InProcess.Run("summary", file, "--dot").AssertDone().Output.TrimEnd().Split('\n');

        Assert.Equal("digraph network {", lines[0].TrimEnd());
        Assert.Equal("}", lines[^1].TrimEnd());
        Assert.All(lines[1..^1], line => Assert.Matches(Statement(), line.TrimEnd()));
        string[] nodes = [.. lines.Where(line => NodeStatement().IsMatch(line)).Select(line => line.Trim())];
        string[] edges = [.. lines.Where(line => line.Contains("->", StringComparison.Ordinal)).Select(line => line.Trim())];
        Assert.Equal(6, nodes.Length);
        Assert.Equal("""n0 [label="left\ninput\n[4]", shape=ellipse];""", nodes[0]);
        Assert.Equal("""n1 [label="say \"right\"\ninput\n[4]", shape=ellipse];""", nodes[1]);
        Assert.Equal("""n2 [label="dense\ndense, outputs 3\n[3], 15 parameters"];""", nodes[2]);
        Assert.Equal("""n3 [label="again\ndense, outputs 3\n[3], parameters of dense"];""", nodes[3]);
        Assert.Contains("peripheries=2", nodes[4], StringComparison.Ordinal);
        Assert.Equal(
            [
                """n0 -> n2 [label="[4]"];""",
                """n1 -> n3 [label="[4]"];""",
                """n2 -> n3 [style=dashed, dir=none, constraint=false, label="shared"];""",
                """n2 -> n4 [label="[3]"];""",
                """n3 -> n4 [label="[3]"];""",
                """n4 -> n5 [label="[3]"];""",
            ],
            edges
        );
    }

    [Fact]
    public void ThePlansNameTheBytesOfTheSummary()
    {
        JsonElement json = InProcess.Run("summary", file, "--json").AssertDone().Json;
        string plans = InProcess.Run("summary", file, "--plan").AssertDone().Output;

        foreach (string mode in (string[])["Training", "Inference"])
        {
            long bytes = json.GetProperty(mode.ToLowerInvariant()).GetProperty("value_bytes").GetInt64();
            Assert.Contains($"{mode} plan, batch 32, ", plans, StringComparison.Ordinal);
            Assert.Contains($" steps, {bytes} bytes at the peak", plans, StringComparison.Ordinal);
        }

        Assert.NotEqual(0, InProcess.Run("summary", file, "--plan", "--json").ExitCode);
    }

    [Fact]
    public void ADrawingIsNoJson() => Assert.NotEqual(0, InProcess.Run("summary", file, "--dot", "--json").ExitCode);

    public void Dispose() => Directory.Delete(folder, recursive: true);

    // The part of Graphviz's grammar that is used: attributes with names or quoted strings, in which a quote is escaped.
    [GeneratedRegex(@"^  (?:\w+|n\d+ -> n\d+) \[(?:\w+=(?:\w+|""(?:[^""\\]|\\.)*""))(?:, \w+=(?:\w+|""(?:[^""\\]|\\.)*""))*\];$")]
    private static partial Regex Statement();

    [GeneratedRegex(@"^  n\d+ \[")]
    private static partial Regex NodeStatement();
}
