using System.Text;
using System.Text.Json;
using SpanNet.Configuration;
using SpanNet.Losses;
using SpanNet.Testing.Cases;

namespace SpanNet.Tests.Losses;

public sealed class LossCatalogTests
{
    private static readonly Catalog<Loss> Catalog = LossCatalog.All;

    public static TheoryData<string> Cases => [.. LossCases.All.Select(c => c.Name)];

    [Fact]
    public void EveryEntryHasACase() => Assert.Equal(Catalog.Kinds, LossCases.All.Select(c => c.Loss(4).Kind).Distinct());

    [Fact]
    public void TheNameAloneGivesTheDefaultsAndTheyWriteNoOption()
    {
        foreach (string kind in Catalog.Kinds)
        {
            Loss loss = Catalog.Create(kind);
            Assert.Equal(LossCases.Of(kind).Loss(4), loss);
            Assert.Equal($$"""{"type":"{{kind}}"}""", Write(loss));
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void WhatIsWrittenReadsBackEqual(string name)
    {
        Loss loss = LossCases.Of(name).Loss(4);
        Loss read = Read(Write(loss));
        Assert.Equal(loss, read);
        Assert.Equal(loss.GetHashCode(), read.GetHashCode());
    }

    [Fact]
    public void ClassWeightsAreComparedByValue()
    {
        var loss = new SoftmaxCrossEntropy { ClassWeights = [1, 2] };
        Assert.Equal(loss, new SoftmaxCrossEntropy { ClassWeights = [1, 2] });
        Assert.NotEqual(loss, new SoftmaxCrossEntropy { ClassWeights = [1, 3] });
        Assert.Equal(new SoftmaxCrossEntropy(), new SoftmaxCrossEntropy { ClassWeights = default });
    }

    [Theory]
    [InlineData("""{"type":"cross-entrpy"}""", "did you mean 'cross-entropy'")]
    [InlineData("""{"type":"mse","delta":1}""", "loss.delta")]
    [InlineData("""{"type":"huber","delta":0}""", "loss.delta")]
    [InlineData("""{"type":"cross-entropy","label-smoothing":1.5}""", "loss.label-smoothing")]
    [InlineData("""{"type":"cross-entropy","class-weights":[1,-1]}""", "loss.class-weights[1]")]
    [InlineData("""{"type":"cross-entropy","targets":"indexes"}""", "did you mean 'index'")]
    [InlineData("""{"type":"binary-cross-entropy","positive-weight":-1}""", "loss.positive-weight")]
    public void BadOptionsAreRefusedByTheirPath(string json, string expected)
    {
        var error = Assert.Throws<ConfigurationException>(() => Read(json));
        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void BadOptionsInCodeAreRefusedByTheirName()
    {
        Assert.Equal("Delta", Assert.Throws<ArgumentOutOfRangeException>(() => new Huber { Delta = -1 }).ParamName);
        Assert.Equal(
            "ClassWeights",
            Assert.Throws<ArgumentOutOfRangeException>(() => new SoftmaxCrossEntropy { ClassWeights = [1, float.NaN] }).ParamName
        );
    }

    private static Loss Read(string json) => Catalog.Read(JsonDocument.Parse(json).RootElement, "loss");

    private static string Write(Loss loss)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream))
        {
            new OptionWriter(json).Configurable(loss);
        }

        return Encoding.UTF8.GetString(stream.ToArray());
    }
}
