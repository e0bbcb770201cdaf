using SpanNet.Data;

namespace SpanNet.Tests.Data;

public sealed class TextTests
{
    [Fact]
    public void CharactersAreNumberedInTheOrderOfTheirCode()
    {
        var vocabulary = Vocabulary.Of("b\na😀ab");
        Assert.Equal("\nab😀", string.Concat(vocabulary.Characters));
        Assert.Equal([2, 0, 1, 3], vocabulary.Encode("b\na😀"));
    }

    [Fact]
    public void AnUnknownCharacterIsNamed()
    {
        var error = Assert.Throws<InvalidDataException>(() => Vocabulary.Of("ab").Encode("abz"));
        Assert.Equal("unknown character 'z' (U+007A) at position 2: it is none of the 2 that were learned", error.Message);
    }

    [Fact]
    public void ASampleIsAWindowAndTheSameOneCharacterLater()
    {
        var vocabulary = Vocabulary.Of("abcdefg");
        var data = new TextDataset("text", vocabulary, vocabulary.Encode("abcdefg"), window: 3, stride: 2);
        float[] input = new float[3];
        float[] target = new float[3];
        Assert.Equal(2, data.Count);
        data.Read(1, input, target);
        Assert.Equal([2f, 3f, 4f], input);
        Assert.Equal([3f, 4f, 5f], target);
        Assert.Equal(0, new TextDataset("text", vocabulary, vocabulary.Encode("abc"), 3, 1).Count);
    }
}
