using System.Text.Json;
using SpanNet.Kernels.Activations;
using SpanNet.Kernels.Softmax;

namespace SpanNet.Kernels.Tests.Activations;

/// <summary>Against PyTorch 1.13: tests/golden/activations.py wrote the numbers.</summary>
public class GoldenActivationTests
{
    private static readonly JsonElement Golden = JsonDocument
        .Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "golden", "activations.json")))
        .RootElement;

    [Fact]
    public void Every_activation_is_in_the_file() =>
        Assert.All(ActivationCatalog.Entries, entry => Assert.True(Golden.TryGetProperty(entry.Name, out _), entry.Name));

    [Fact]
    public void Activations_are_those_of_PyTorch()
    {
        foreach (ActivationEntry entry in ActivationCatalog.Entries)
        {
            JsonElement item = Golden.GetProperty(entry.Name);
            var parameters = item.GetProperty("parameters").EnumerateObject();
            Activation activation = entry.Create([.. parameters.Select(p => KeyValuePair.Create(p.Name, p.Value.GetSingle()))]);
            float[] x = Numbers(item, "x");
            float[] dy = Numbers(item, "dy");
            float[] y = new float[x.Length];
            float[] dx = new float[x.Length];
            activation.Forward(x, y);
            activation.Backward(activation.DerivativeUsesOutput ? y : x, dy, dx);
            AssertClose(Numbers(item, "y"), y, entry.Name);
            AssertClose(Numbers(item, "dx"), dx, entry.Name + " backward");
        }
    }

    [Fact]
    public void Softmax_is_that_of_PyTorch()
    {
        JsonElement item = Golden.GetProperty("softmax");
        int columns = item.GetProperty("columns").GetInt32();
        float[] x = Numbers(item, "x");
        float[] y = new float[x.Length];
        float[] dx = new float[x.Length];
        RowSoftmax.Forward(x, y, columns);
        RowSoftmax.Backward(y, Numbers(item, "dy"), dx, columns);
        AssertClose(Numbers(item, "y"), y, "softmax");
        AssertClose(Numbers(item, "dx"), dx, "softmax backward");
    }

    [Fact]
    public void Log_softmax_is_that_of_PyTorch()
    {
        JsonElement item = Golden.GetProperty("log-softmax");
        int columns = item.GetProperty("columns").GetInt32();
        float[] x = Numbers(item, "x");
        float[] y = new float[x.Length];
        float[] dx = new float[x.Length];
        RowLogSoftmax.Forward(x, y, columns);
        RowLogSoftmax.Backward(y, Numbers(item, "dy"), dx, columns);
        AssertClose(Numbers(item, "y"), y, "log-softmax");
        AssertClose(Numbers(item, "dx"), dx, "log-softmax backward");
    }

    private static float[] Numbers(JsonElement item, string name) =>
        [.. item.GetProperty(name).EnumerateArray().Select(value => value.GetSingle())];

    private static void AssertClose(float[] expected, float[] actual, string what)
    {
        Assert.Equal(expected.Length, actual.Length);
        for (int i = 0; i < expected.Length; i++)
        {
            float tolerance = 2e-6f * (1f + Math.Abs(expected[i]));
            Assert.True(
                Math.Abs(expected[i] - actual[i]) <= tolerance,
                $"{what}, element {i}: expected {expected[i]:R}, got {actual[i]:R}"
            );
        }
    }
}
