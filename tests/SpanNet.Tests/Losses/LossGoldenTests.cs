using System.Text.Json;
using SpanNet.Losses;

namespace SpanNet.Tests.Losses;

/// <summary>Values and gradients against PyTorch 1.13; the file is written by tests/golden/losses.py.</summary>
public sealed class LossGoldenTests
{
    private static readonly JsonElement Golden = JsonDocument.Parse(File.ReadAllBytes("golden/losses.json")).RootElement;

    public static TheoryData<int> Cases => [.. Enumerable.Range(0, Golden.GetProperty("cases").GetArrayLength())];

    [Theory]
    [MemberData(nameof(Cases))]
    public void AgreesWithPyTorch(int index)
    {
        JsonElement c = Golden.GetProperty("cases")[index];
        Loss loss = LossCatalog.All.Read(c.GetProperty("loss"), "");
        float[] x = Floats(Golden.GetProperty("x"));
        float[] gradient = new float[x.Length];
        LossSum sum = loss.Evaluate(x, Floats(c.GetProperty("target")), default, gradient, Golden.GetProperty("rows").GetInt32());

        double value = c.GetProperty("value").GetDouble();
        Assert.Equal(value, sum.Mean, 1e-6 * Math.Max(1, value));
        float[] expected = Floats(c.GetProperty("gradient"));
        for (int i = 0; i < expected.Length; i++)
        {
            Assert.True(
                Math.Abs(expected[i] - gradient[i]) <= 1e-7,
                $"{c.GetProperty("loss")}, output {i}: PyTorch has {expected[i]:R}, got {gradient[i]:R}"
            );
        }
    }

    [Fact]
    public void EveryKindIsCompared() =>
        Assert.Equal(
            LossCatalog.All.Kinds.Order(),
            Golden
                .GetProperty("cases")
                .EnumerateArray()
                .Select(c => c.GetProperty("loss").GetProperty("type").GetString()!)
                .Distinct()
                .Order()
        );

    private static float[] Floats(JsonElement array) => [.. array.EnumerateArray().Select(x => x.GetSingle())];
}
