using System.Text.Json;
using SpanNet.Optimizers;

namespace SpanNet.Tests.Optimizers;

/// <summary>Twenty steps against PyTorch 1.13; the file is written by tests/golden/optimizers.py.</summary>
public sealed class OptimizerGoldenTests
{
    private static readonly JsonElement Golden = JsonDocument.Parse(File.ReadAllBytes("golden/optimizers.json")).RootElement;

    public static TheoryData<int> Cases => [.. Enumerable.Range(0, Golden.GetProperty("cases").GetArrayLength())];

    [Theory]
    [MemberData(nameof(Cases))]
    public void AgreesWithPyTorch(int index)
    {
        JsonElement c = Golden.GetProperty("cases")[index];
        Optimizer optimizer = OptimizerCatalog.All.Read(c.GetProperty("optimizer"), "");
        var run = new OptimizerRun(optimizer, Floats(Golden.GetProperty("start")), Golden.GetProperty("decayed").GetInt32());
        foreach (JsonElement gradients in Golden.GetProperty("gradients").EnumerateArray())
        {
            run.Step(Floats(gradients));
        }

        float[] expected = Floats(c.GetProperty("end"));
        for (int i = 0; i < expected.Length; i++)
        {
            Assert.True(
                Math.Abs(expected[i] - run.Parameters[i]) <= 5e-6,
                $"{c.GetProperty("optimizer")}, parameter {i}: PyTorch has {expected[i]:R}, got {run.Parameters[i]:R}"
            );
        }
    }

    [Fact]
    public void EveryKindIsCompared() =>
        Assert.Equal(
            OptimizerCatalog.All.Kinds.Order(),
            Golden
                .GetProperty("cases")
                .EnumerateArray()
                .Select(c => c.GetProperty("optimizer").GetProperty("type").GetString()!)
                .Distinct()
                .Order()
        );

    private static float[] Floats(JsonElement array) => [.. array.EnumerateArray().Select(x => x.GetSingle())];
}
