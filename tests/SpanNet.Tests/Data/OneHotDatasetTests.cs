using SpanNet.Data;

namespace SpanNet.Tests.Data;

public sealed class OneHotDatasetTests
{
    [Fact]
    public void A_class_becomes_a_probability_of_one()
    {
        var data = new OneHotDataset(ArrayDataset.Classification(new float[] { 5, 6, 7 }, new[] { 2, 0, 1 }, [1]));
        float[] inputs = new float[3];
        float[] targets = [.. Enumerable.Repeat(9f, 9)];
        data.Read([2, 0, 2], inputs, targets);
        Assert.Equal([7f, 5f, 7f], inputs);
        Assert.Equal([0f, 1f, 0f, 0f, 0f, 1f, 0f, 1f, 0f], targets);
        Assert.Equal(["0", "1", "2"], data.ClassNames!);
    }

    [Fact]
    public void Many_samples_are_read_as_one_by_one()
    {
        var digits = new DigitsDataset();
        var data = new OneHotDataset(digits);
        int[] numbers = [.. Enumerable.Range(0, 300).Select(i => i * 5)];
        float[] inputs = new float[300 * 64];
        float[] targets = new float[300 * 10];
        data.Read(numbers, inputs, targets);
        float[] input = new float[64];
        float[] label = new float[1];
        for (int row = 0; row < numbers.Length; row++)
        {
            digits.Read(numbers[row], input, label);
            Assert.Equal(input, inputs[(row * 64)..((row + 1) * 64)]);
            Assert.Equal((int)label[0], Array.IndexOf(targets[(row * 10)..((row + 1) * 10)], 1f));
        }
    }

    [Fact]
    public void Numbers_and_sequences_are_refused()
    {
        var vocabulary = Vocabulary.Of("abc");
        var text = new TextDataset("text", vocabulary, vocabulary.Encode("abcabc"), window: 2, stride: 1);
        Assert.All((Dataset[])[Samples.Numbered(3), text], data => Assert.Throws<ArgumentException>(() => new OneHotDataset(data)));
    }
}
