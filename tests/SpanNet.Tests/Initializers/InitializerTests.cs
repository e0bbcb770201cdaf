using System.Text.Json;
using SpanNet.Configuration;
using SpanNet.Initializers;
using SpanNet.Kernels.Activations;
using SpanNet.Kernels.RandomNumbers;
using SpanNet.Testing;

namespace SpanNet.Tests.Initializers;

public sealed class InitializerTests
{
    private static readonly RandomStream Stream = new(3, 4);

    public static TheoryData<string> Kinds => [.. InitializerCatalog.All.Kinds];

    [Fact]
    public void MatchesSciPyAndNumPy()
    {
        JsonElement golden = GoldenFile.Read("initializers.json");
        var fans = new Fans(golden.GetProperty("inputs").GetInt32(), golden.GetProperty("outputs").GetInt32());
        var stream = new RandomStream(golden.GetProperty("seed").GetUInt64(), golden.GetProperty("stream").GetUInt64());
        var seen = new HashSet<string>();
        foreach (JsonElement item in golden.GetProperty("cases").EnumerateArray())
        {
            Initializer initializer = InitializerCatalog.All.Read(item.GetProperty("initializer"), "");
            seen.Add(initializer.Kind);
            float[] expected = [.. item.GetProperty("weights").EnumerateArray().Select(w => w.GetSingle())];
            float[] weights = new float[fans.In * fans.Out];
            initializer.Fill(weights, fans, stream);
            for (int i = 0; i < weights.Length; i++)
            {
                Assert.True(Math.Abs(expected[i] - weights[i]) <= 1e-6 * Math.Max(0.1, Math.Abs(expected[i])), $"{initializer} at {i}");
            }
        }

        Assert.Equal(InitializerCatalog.All.Kinds.Order(), seen.Order());
    }

    [Fact]
    public void TheBitsAreTheSameOnEveryMachine()
    {
        // FNV-1a over the bits of every variant: changes when one bit of one weight does.
        ulong hash = 0xCBF29CE484222325;
        float[] w = new float[60 * 45];
        foreach (Initializer initializer in Variants)
        {
            initializer.Fill(w, new Fans(60, 45), Stream);
            foreach (float x in w)
            {
                hash = (hash ^ BitConverter.SingleToUInt32Bits(x)) * 0x100000001B3;
            }
        }

        Assert.Equal(0x9ECF3407204247CDUL, hash);
    }

    [Theory]
    [InlineData("uniform", -0.05, 0.05, 0.0, 0.0288675)]
    [InlineData("normal", -0.4, 0.4, 0.0, 0.05)]
    [InlineData("truncated-normal", -0.1, 0.1, 0.0, 0.0439813)]
    [InlineData("xavier-uniform", -0.1, 0.1, 0.0, 0.0577350)]
    [InlineData("xavier-normal", -0.4, 0.4, 0.0, 0.0577350)]
    [InlineData("he-uniform", -0.1224745, 0.1224745, 0.0, 0.0707107)]
    [InlineData("he-normal", -0.5, 0.5, 0.0, 0.0707107)]
    [InlineData("lecun-uniform", -0.0866025, 0.0866025, 0.0, 0.05)]
    [InlineData("lecun-normal", -0.4, 0.4, 0.0, 0.05)]
    [InlineData("orthogonal", -0.4, 0.4, 0.0, 0.05)]
    public void MomentsAndBounds(string kind, double low, double high, double mean, double deviation)
    {
        float[] w = new float[400 * 200];
        InitializerCatalog.All.Create(kind).Fill(w, new Fans(400, 200), Stream);
        Assert.All(w, x => Assert.InRange(x, low - 1e-7, high + 1e-7));
        double average = w.Average(x => (double)x);
        double spread = Math.Sqrt(w.Average(x => (x - average) * (x - average)));

        // Four standard errors of the mean, and of the deviation of a normal sample.
        Assert.Equal(mean, average, 4 * deviation / Math.Sqrt(w.Length));
        Assert.Equal(deviation, spread, 4 * deviation / Math.Sqrt(2.0 * w.Length));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void ElementsAreFunctionsOfTheirIndex(string kind)
    {
        // An orthogonal matrix is one piece; every other rule gives a shorter tensor the first weights of a longer one.
        if (kind is "orthogonal" or "constant")
        {
            return;
        }

        var fans = new Fans(30, 20);
        float[] whole = new float[600];
        float[] part = new float[337];
        InitializerCatalog.All.Create(kind).Fill(whole, fans, Stream);
        InitializerCatalog.All.Create(kind).Fill(part, fans, Stream);
        Assert.Equal(whole[..part.Length], part);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void OptionsSurviveWritingAndReading(string kind)
    {
        foreach (Initializer initializer in Variants.Where(initializer => initializer.Kind == kind))
        {
            using var memory = new MemoryStream();
            using (var json = new Utf8JsonWriter(memory))
            {
                new OptionWriter(json).Configurable(initializer);
            }

            using JsonDocument document = JsonDocument.Parse(memory.ToArray());
            Assert.Equal(initializer, InitializerCatalog.All.Read(document.RootElement, "weights"));
        }

        Assert.Contains(Variants, initializer => initializer.Kind == kind);
    }

    [Theory]
    [InlineData("\"he-uniforn\"", "weights: unknown initializer 'he-uniforn'; did you mean 'he-uniform'?")]
    [InlineData("{\"type\":\"constant\"}", "weights.value: missing")]
    [InlineData("{\"type\":\"normal\",\"std\":-1}", "weights.std: expected a number of at least 0, got -1")]
    [InlineData("{\"type\":\"orthogonal\",\"gaim\":1}", "weights.gaim: unknown option; did you mean 'gain'?")]
    [InlineData("{\"type\":\"uniform\",\"low\":1}", "weights.low: expected at most high (0.05), got 1")]
    public void WrongOptionsAreNamed(string text, string message)
    {
        using JsonDocument document = JsonDocument.Parse(text);
        var error = Assert.Throws<ConfigurationException>(() => InitializerCatalog.All.Read(document.RootElement, "weights"));
        Assert.StartsWith(message, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void ImpossibleDistributionsAreRefused()
    {
        var fans = new Fans(2, 2);
        float[] w = new float[4];
        Assert.Throws<ArgumentException>(() => new Uniform(1, 0).Fill(w, fans, Stream));
        Assert.Throws<ArgumentException>(() => new Uniform(0, float.PositiveInfinity).Fill(w, fans, Stream));
        Assert.Throws<ArgumentException>(() => new Normal(0, -1).Fill(w, fans, Stream));
        Assert.Throws<ArgumentException>(() => new TruncatedNormal(float.NaN, 1).Fill(w, fans, Stream));
        Assert.Throws<ArgumentOutOfRangeException>(() => new Fans(0, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => new Fans(1, 0));
    }

    [Fact]
    public void GainsAreThoseOfTorch()
    {
        Assert.Equal(1, Gain.For(Activation.Identity));
        Assert.Equal(1, Gain.For(Activation.Sigmoid));
        Assert.Equal(5.0 / 3, Gain.For(Activation.Tanh), 1e-7);
        Assert.Equal(Math.Sqrt(2), Gain.For(Activation.ReLU), 1e-7);
        Assert.Equal(Math.Sqrt(2 / 1.04), Gain.For(Activation.LeakyReLU(0.2f)), 1e-7);
        Assert.Equal(0.75, Gain.For(Activation.Selu));
    }

    private static readonly Initializer[] Variants =
    [
        new Zeros(),
        new Ones(),
        new Constant(-2),
        new Uniform(),
        new Uniform(-1, 2),
        new Normal(),
        new Normal(1, 2),
        new TruncatedNormal(1, 2),
        new XavierUniform(),
        new XavierUniform(0.5f),
        new XavierNormal(0.5f),
        new HeUniform(0.5f),
        new HeNormal(0.5f),
        new LeCunUniform(0.5f),
        new LeCunNormal(0.5f),
        new Orthogonal(0.5f),
    ];
}
