using System.Text;
using System.Text.Json;
using SpanNet.Configuration;
using SpanNet.Optimizers;
using SpanNet.Testing.Cases;

namespace SpanNet.Tests.Optimizers;

public sealed class OptimizerCatalogTests
{
    private static readonly Catalog<Optimizer> Catalog = OptimizerCatalog.All;

    public static TheoryData<string> Kinds => [.. Catalog.Kinds];

    [Fact]
    public void EveryEntryHasACase() => Assert.Equal(Catalog.Kinds, OptimizerCases.All.Select(c => c.Optimizer.Kind));

    [Theory]
    [MemberData(nameof(Kinds))]
    public void TheNameAloneGivesTheDefaults(string kind) => Assert.Equal(OptimizerCases.Of(kind).Optimizer, Catalog.Create(kind));

    [Theory]
    [MemberData(nameof(Kinds))]
    public void DefaultsWriteNoOption(string kind) => Assert.Equal($$"""{"type":"{{kind}}"}""", Write(OptimizerCases.Of(kind).Optimizer));

    [Theory]
    [MemberData(nameof(Kinds))]
    public void WhatIsWrittenReadsBackEqual(string kind)
    {
        Optimizer shared = OptimizerCases.Of(kind).Optimizer with
        {
            LearningRate = 0.125f,
            L1 = 0.1f,
            L2 = 0.2f,
            WeightDecay = 0.3f,
            ClipNorm = 4f,
            ClipValue = 5f,
        };
        Optimizer optimizer = shared switch
        {
            Momentum o => o with { Factor = 0.8f },
            Nesterov o => o with { Factor = 0.8f },
            RmsProp o => o with { Alpha = 0.8f, Epsilon = 0.001f },
            Adagrad o => o with { Epsilon = 0.001f },
            Adam o => o with { Beta1 = 0.8f, Beta2 = 0.7f, Epsilon = 0.001f },
            _ => shared,
        };

        Assert.Equal(optimizer, Read(Write(optimizer)));
        Assert.NotEqual(optimizer, Read(Write(shared with { L2 = 0.25f })));
    }

    [Theory]
    [InlineData("""{"type":"adm"}""", "did you mean 'adam'")]
    [InlineData("""{"type":"adam","beta3":0.5}""", "optimizer.beta3")]
    [InlineData("""{"type":"adam","beta1":1}""", "optimizer.beta1")]
    [InlineData("""{"type":"momentum","momentum":-0.1}""", "optimizer.momentum")]
    [InlineData("""{"type":"rmsprop","epsilon":0}""", "optimizer.epsilon")]
    [InlineData("""{"type":"sgd","learning-rate":-1}""", "optimizer.learning-rate")]
    [InlineData("""{"type":"sgd","learning-rate":"fast"}""", "optimizer.learning-rate")]
    [InlineData("""{"type":"sgd","clip-norm":0}""", "optimizer.clip-norm")]
    [InlineData("""{"type":"sgd","weight-decay":1e99}""", "optimizer.weight-decay")]
    public void BadOptionsAreRefusedByTheirPath(string json, string expected)
    {
        var error = Assert.Throws<ConfigurationException>(() => Read(json));
        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void BadOptionsInCodeAreRefusedByTheirName()
    {
        Assert.Equal("Beta1", Assert.Throws<ArgumentOutOfRangeException>(() => new Adam { Beta1 = 1f }).ParamName);
        Assert.Equal("L2", Assert.Throws<ArgumentOutOfRangeException>(() => new Sgd { L2 = float.NaN }).ParamName);
        Assert.Equal("ClipValue", Assert.Throws<ArgumentOutOfRangeException>(() => new Sgd { ClipValue = float.NaN }).ParamName);
        Assert.Equal("LearningRate", Assert.Throws<ArgumentOutOfRangeException>(() => new Sgd { LearningRate = -1f }).ParamName);
        Assert.Equal("Epsilon", Assert.Throws<ArgumentOutOfRangeException>(() => new Adagrad { Epsilon = 0f }).ParamName);
    }

    private static Optimizer Read(string json) => Catalog.Read(JsonDocument.Parse(json).RootElement, "optimizer");

    private static string Write(Optimizer optimizer)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream))
        {
            new OptionWriter(json).Configurable(optimizer);
        }

        return Encoding.UTF8.GetString(stream.ToArray());
    }
}
