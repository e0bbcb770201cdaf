using System.Globalization;

namespace SpanNet.Tests.Training;

/// <summary>A training run in processes of their own gives the same weights, bit for bit, whatever instructions the process may use.</summary>
public sealed class InstructionSetTests
{
    private static readonly Lazy<string[]> plain = new(() => ChildProcess.Run("", "weights", "1", "2", "3", "4"));

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
        string[] lines = ChildProcess.Run(variable, "weights", "1", "3");

        Assert.Equal(Math.Min(Lanes(plain.Value), mostLanes), Lanes(lines));
        Assert.Equal([plain.Value[1], plain.Value[1]], lines[1..]);
    }

    private static int Lanes(string[] lines) => int.Parse(lines[0], CultureInfo.InvariantCulture);
}
