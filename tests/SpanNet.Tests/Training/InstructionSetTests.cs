using System.Diagnostics;
using System.Globalization;

namespace SpanNet.Tests.Training;

/// <summary>A training run in processes of their own gives the same weights, bit for bit, whatever instructions the process may use.</summary>
public sealed class InstructionSetTests
{
    private static readonly Lazy<string[]> plain = new(() => Child("", "1", "2", "3", "4"));

    [Fact]
    public void AllNumbersOfThreadsGiveTheSameWeights()
    {
        Assert.True(Lanes(plain.Value) is 1 or 4 or 8 or 16);
        Assert.Equal(5, plain.Value.Length);
        Assert.Single(plain.Value[1..].Distinct());
        Assert.Equal(64, plain.Value[1].Length);
    }

    [Theory]
    [InlineData("DOTNET_EnableAVX512", 8)]
    [InlineData("DOTNET_EnableAVX2", 4)]
    [InlineData("DOTNET_EnableHWIntrinsic", 1)]
    [InlineData("DOTNET_TieredCompilation", 16)]
    public void WithoutTheseInstructionsTheWeightsAreTheSame(string variable, int mostLanes)
    {
        string[] lines = Child(variable, "1", "3");

        Assert.Equal(Math.Min(Lanes(plain.Value), mostLanes), Lanes(lines));
        Assert.Equal([plain.Value[1], plain.Value[1]], lines[1..]);
    }

    /// <summary>What the child prints with <paramref name="variable"/> set to 0, and no other switch of the runtime set.</summary>
    private static string[] Child(string variable, params string[] threads)
    {
        string host = Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet";
        var start = new ProcessStartInfo(host, ["exec", Path.Combine(AppContext.BaseDirectory, "SpanNet.Testing.Child.dll"), .. threads])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (string name in start.Environment.Keys.Where(IsSwitch).ToArray())
        {
            start.Environment.Remove(name);
        }

        if (variable.Length > 0)
        {
            start.Environment[variable] = "0";
        }

        using Process process = Process.Start(start)!;
        Task<string> errors = process.StandardError.ReadToEndAsync();
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        Assert.True(process.ExitCode == 0, $"The child ended with {process.ExitCode}: {errors.Result}");
        return output.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
    }

    private static int Lanes(string[] lines) => int.Parse(lines[0], CultureInfo.InvariantCulture);

    private static bool IsSwitch(string name) =>
        name.StartsWith("DOTNET_Enable", StringComparison.OrdinalIgnoreCase)
        || name.StartsWith("DOTNET_Tiered", StringComparison.OrdinalIgnoreCase);
}
