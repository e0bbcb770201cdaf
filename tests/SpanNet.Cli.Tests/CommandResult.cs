using System.Text.Json;

namespace SpanNet.Cli.Tests;

/// <summary>What a command line gave.</summary>
internal sealed record CommandResult(int ExitCode, string Output, string Error)
{
    public string[] Lines => Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);

    /// <summary>The last line, which must be a JSON object.</summary>
    public JsonElement Json => JsonDocument.Parse(Lines[^1]).RootElement;

    /// <summary>Checks that it failed as the program must: the code, nothing but one line on standard error, no stack trace.</summary>
    public void AssertFailed(int exitCode, params string[] words)
    {
        Assert.Equal(exitCode, ExitCode);
        Assert.StartsWith("spannet: ", Error, StringComparison.Ordinal);
        Assert.Equal(1, Error.Count(c => c == '\n'));
        Assert.EndsWith("\n", Error, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", Error, StringComparison.Ordinal);
        Assert.DoesNotContain("unexpected", Error, StringComparison.Ordinal);
        foreach (string word in words)
        {
            Assert.Contains(word, Error, StringComparison.Ordinal);
        }
    }

    /// <summary>Checks that it went well, and said nothing on standard error.</summary>
    public CommandResult AssertDone()
    {
        Assert.Equal("", Error);
        Assert.Equal(0, ExitCode);
        return this;
    }
}
