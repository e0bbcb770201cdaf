namespace SpanNet.Cli.Tests;

/// <summary>Help, and what goes to a terminal or not.</summary>
public sealed class OutputTests(TrainedDigits digits) : IClassFixture<TrainedDigits>, IDisposable
{
    private const char Escape = '\u001b';

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("--help")]
    [InlineData("train --help")]
    [InlineData("eval -h")]
    [InlineData("predict --help")]
    [InlineData("generate --help")]
    [InlineData("summary --help")]
    [InlineData("bench --help")]
    [InlineData("doctor --help")]
    public void Help_has_examples(string line)
    {
        string text = InProcess.Run(line.Split(' ')).AssertDone().Output;
        Assert.Contains("Usage:\n  spannet", text.ReplaceLineEndings("\n"), StringComparison.Ordinal);
        Assert.Contains("Examples:\n  spannet", text.ReplaceLineEndings("\n"), StringComparison.Ordinal);
        Assert.DoesNotContain(Escape, text);
    }

    [Fact]
    public void Nothing_at_all_shows_the_help() => Assert.Equal(InProcess.Run("--help"), InProcess.Run());

    [Theory]
    [InlineData(false, null, "xterm", true)]
    [InlineData(false, "", "xterm", true)]
    [InlineData(false, "1", "xterm", false)]
    [InlineData(true, null, "xterm", false)]
    [InlineData(false, null, "dumb", false)]
    [InlineData(false, null, null, true)]
    public void It_draws_only_into_a_terminal_that_wants_it(bool redirected, string? noColor, string? term, bool draws) =>
        Assert.Equal(draws, Terminal.CanDraw(redirected, name => name == "NO_COLOR" ? noColor : term));

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Escape_sequences_appear_only_when_it_draws(bool draws)
    {
        foreach (
            string[] arguments in (string[][])
                [
                    ["train", "--epochs", "3", "--out", folder.File("x.safetensors")],
                    ["eval", digits.ModelFile],
                    ["summary", digits.ModelFile],
                ]
        )
        {
            CommandResult result = InProcess.Run(draws, CancellationToken.None, arguments).AssertDone();
            Assert.Equal(draws, result.Output.Contains(Escape, StringComparison.Ordinal));
        }
    }
}
