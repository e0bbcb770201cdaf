using SpanNet.Data;

namespace SpanNet.Tests.Data;

/// <summary>Reads whole data sets for comparison.</summary>
internal static class Samples
{
    public static (float[] Input, float[] Target) Sample(this Dataset data, int index)
    {
        float[] input = new float[data.InputLength];
        float[] target = new float[data.TargetLength];
        data.Read(index, input, target);
        return (input, target);
    }

    public static int[] Labels(this Dataset data) => [.. Enumerable.Range(0, data.Count).Select(i => (int)data.Sample(i).Target[0])];

    /// <summary>Regression samples whose input and target both tell their number.</summary>
    public static ArrayDataset Numbered(int count, int inputLength = 3)
    {
        float[] inputs = [.. Enumerable.Range(0, count * inputLength).Select(i => (float)i)];
        return ArrayDataset.Regression(inputs, Enumerable.Range(0, count).Select(i => (float)i).ToArray(), [inputLength]);
    }
}
