using System.Diagnostics;
using System.Text.Json;

namespace SpanNet.Cli.Tests;

/// <summary>The program as users start it.</summary>
public sealed class ProcessTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Train_without_options_learns_the_digits_and_saves_them_here()
    {
        // Two seconds on a quiet machine; the tests share theirs.
        double best = double.PositiveInfinity;
        for (int i = 0; i < 3 && best > 5; i++)
        {
            long start = Stopwatch.GetTimestamp();
            CommandResult result = Child.Run(folder.Path, "train", "--json").AssertDone();
            best = Math.Min(best, Stopwatch.GetElapsedTime(start).TotalSeconds);
            Assert.True(File.Exists(folder.File("digits.safetensors")));
            Assert.InRange(result.Json.GetProperty("test_accuracy").GetDouble(), 0.91, 1);
            Assert.Equal(0, result.Json.GetProperty("allocated_bytes").GetInt64());
        }

        Assert.InRange(best, 0, 5);
    }

    [Fact]
    public void Plain_lines_when_the_output_is_no_terminal()
    {
        CommandResult result = Child.Run(folder.Path, "train", "--epochs", "2").AssertDone();
        Assert.DoesNotContain('\u001b', result.Output);
        Assert.Contains("saved       digits.safetensors", result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Control_C_saves_and_ends_with_130()
    {
        using Child child = Child.Start(folder.Path, "train", "--json", "--epochs", "1000000", "--patience", "1000000");
        Assert.Equal(1, JsonDocument.Parse(child.ReadLine()!).RootElement.GetProperty("epoch").GetInt32());
        child.Interrupt();
        CommandResult result = child.End();
        Assert.Equal(130, result.ExitCode);
        Assert.Equal("", result.Error);
        Assert.Equal("cancelled", result.Json.GetProperty("stopped").GetString());
        InProcess.Run("eval", folder.File("digits.safetensors"), "--json").AssertDone();
    }

    [Fact]
    public void Errors_go_to_standard_error_and_the_exit_code()
    {
        Child.Run(folder.Path, "train", "--epoch").AssertFailed(2, "--epochs");
        Child.Run(folder.Path, "eval", "none.safetensors").AssertFailed(1, "none.safetensors");
    }

    [Fact]
    public void Version_is_one_line_of_numbers() =>
        Assert.Matches(@"^\d+\.\d+\.\d+\r?\n$", Child.Run(folder.Path, "--version").AssertDone().Output);

    [Fact]
    public void Help_is_there_at_once()
    {
        double best = double.PositiveInfinity;
        for (int i = 0; i < 5; i++)
        {
            long start = Stopwatch.GetTimestamp();
            Child.Run(folder.Path, "--help").AssertDone();
            best = Math.Min(best, Stopwatch.GetElapsedTime(start).TotalSeconds);
        }

        // 0.12 to 0.18 s on a quiet machine; the tests share theirs, so this catches only a start that became several times slower.
        Assert.InRange(best, 0, 1.5);
    }
}
