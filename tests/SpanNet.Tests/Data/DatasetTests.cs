using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using SpanNet.Data;

namespace SpanNet.Tests.Data;

public sealed class DatasetTests
{
    [Fact]
    public void Arrays_are_read_as_they_lie()
    {
        float[] inputs = [1, 2, 3, 4, 5, 6];
        ArrayDataset data = ArrayDataset.Classification(inputs, new[] { 2, 0, 1 }, [1, 2], ["a", "b", "c"], "mine");
        Assert.Equal("mine", data.Name);
        Assert.Equal("mine: 3 samples of [1, 2]", data.ToString());
        Assert.Equal(2, data.InputLength);
        Assert.Equal([3f, 4f], data.Sample(1).Input);
        Assert.Equal([0f], data.Sample(1).Target);

        ArrayDataset regression = ArrayDataset.Regression(inputs, new float[] { 1, 2, 3, 4 }, [3], targetLength: 2);
        Assert.Null(regression.ClassNames);
        Assert.Equal([4f, 5f, 6f], regression.Sample(1).Input);
        Assert.Equal([3f, 4f], regression.Sample(1).Target);
    }

    [Fact]
    public void Class_names_default_to_the_labels() =>
        Assert.Equal(["0", "1", "2"], ArrayDataset.Classification(new float[2], new[] { 2, 0 }, [1]).ClassNames);

    [Fact]
    public void Large_labels_stay_exact()
    {
        ArrayDataset data = ArrayDataset.Classification(new float[1], new[] { 70_001 }, [1]);
        Assert.Equal(70_001, data.Sample(0).Target[0]);
    }

    [Fact]
    public void Arrays_that_do_not_fit_are_refused()
    {
        Assert.Contains("5 input floats (2 a sample)", Refusal(() => ArrayDataset.Classification(new float[5], new int[2], [2])));
        Assert.Contains("label -1", Refusal(() => ArrayDataset.Classification(new float[1], new[] { -1 }, [1])));
        Assert.Contains("label 2", Refusal(() => ArrayDataset.Classification(new float[1], new[] { 2 }, [1], ["a", "b"])));
        Assert.Contains("5 target floats (2 a sample)", Refusal(() => ArrayDataset.Regression(new float[2], new float[5], [1], 2)));
        Assert.Contains("[2, 0]", Refusal(() => ArrayDataset.Regression(new float[2], new float[1], [2, 0])));
        Assert.Contains("no shape", Refusal(() => ArrayDataset.Regression(new float[1], new float[1], [])));
        Assert.Contains("[65536, 65536]", Refusal(() => ArrayDataset.Regression(new float[1], new float[1], [65536, 65536])));
    }

    [Fact]
    public void Reading_checks_the_number_and_the_spans()
    {
        ArrayDataset data = Samples.Numbered(4);
        Assert.Throws<ArgumentOutOfRangeException>(() => data.Read(-1, new float[3], new float[1]));
        Assert.Throws<ArgumentOutOfRangeException>(() => data.Read(4, new float[3], new float[1]));
        Assert.Contains("3 inputs and 1 targets", Refusal(() => data.Read(0, new float[4], new float[1])));
        Assert.Contains("for 1 hold 3 and 2", Refusal(() => data.Read(0, new float[3], new float[2])));
    }

    [Fact]
    public void A_subset_has_its_own_order()
    {
        SubsetDataset subset = Samples.Numbered(5).Subset(new[] { 4, 0, 4 });
        Assert.Equal(3, subset.Count);
        Assert.Equal([4f, 0f, 4f], Enumerable.Range(0, 3).Select(i => subset.Sample(i).Target[0]));
        Assert.Equal([12f, 13f, 14f], subset.Sample(2).Input);
        Assert.Equal(2, Samples.Numbered(5).Subset(2, 3).Sample(0).Target[0]);
        Assert.Throws<ArgumentOutOfRangeException>(() => Samples.Numbered(5).Subset(new[] { 0, 5 }));
        Assert.Throws<ArgumentOutOfRangeException>(() => Samples.Numbered(5).Subset(3, 3));
        Assert.Throws<ArgumentOutOfRangeException>(() => Samples.Numbered(5).Subset(3, -1));
    }

    [Fact]
    public void The_hash_is_that_of_the_documented_bytes()
    {
        ArrayDataset data = ArrayDataset.Classification(new float[] { 1, 2 }, new[] { 1, 0 }, [1, 1], ["a", "ü"]);
        using var expected = new MemoryStream();
        foreach (int value in (int[])[2, 1, 1, 1, 2])
        {
            Int(expected, value);
        }

        expected.Write("a"u8);
        Int(expected, 1);
        expected.Write(Encoding.UTF8.GetBytes("ü"));
        Int(expected, 2);
        Int(expected, 2);
        foreach (float value in (float[])[1, 1, 2, 0])
        {
            Int(expected, BitConverter.SingleToInt32Bits(value));
        }

        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(expected.ToArray())), data.ContentHash);
    }

    [Fact]
    public void The_hash_sees_content_and_not_storage()
    {
        ArrayDataset data = Samples.Numbered(4);
        Assert.Equal(data.ContentHash, data.Subset(0, 4).ContentHash);
        Assert.NotEqual(data.ContentHash, data.Subset(0, 3).ContentHash);
        Assert.NotEqual(data.ContentHash, data.Subset(new[] { 1, 0, 2, 3 }).ContentHash);
        Assert.NotEqual(data.ContentHash, ArrayDataset.Regression(new float[12], new float[] { 0, 1, 2, 3 }, [3]).ContentHash);
        float[] inputs = new float[4];
        string hash = ArrayDataset.Regression(inputs, new float[1], [4]).ContentHash;
        Assert.NotEqual(hash, ArrayDataset.Regression(inputs, new float[1], [2, 2]).ContentHash);
        Assert.NotEqual(hash, ArrayDataset.Classification(inputs, new int[1], [4]).ContentHash);
        Assert.NotEqual(hash, ArrayDataset.Regression(inputs, new float[] { 1 }, [4]).ContentHash);
    }

    private static void Int(MemoryStream stream, int value)
    {
        byte[] bytes = new byte[4];
        BinaryPrimitives.WriteInt32LittleEndian(bytes, value);
        stream.Write(bytes);
    }

    private static string Refusal(Action action) => Assert.Throws<ArgumentException>(action).Message;
}
