namespace SpanNet.Kernels.Tests;

/// <summary>Numbers to test with, always the same.</summary>
internal static class Samples
{
    public static float[] Normal(int length, int seed)
    {
        var random = new Random(seed);
        float[] result = new float[length];
        for (int i = 0; i < length; i++)
        {
            result[i] = (float)(Math.Sqrt(-2.0 * Math.Log(1.0 - random.NextDouble())) * Math.Cos(2.0 * Math.PI * random.NextDouble()));
        }

        return result;
    }

    /// <summary>Floats over the whole range, all exponents and both signs alike, and the special ones.</summary>
    public static float[] WholeRange(int length)
    {
        float[] result = new float[length];
        for (int i = 0; i < length; i++)
        {
            result[i] = BitConverter.UInt32BitsToSingle((uint)((ulong)i * uint.MaxValue / (ulong)(length - 1)));
        }

        float[] special = [0f, -0f, 1f, -1f, float.Epsilon, -float.Epsilon, 1.17549435e-38f, float.MaxValue, float.MinValue];
        float[] notFinite = [float.PositiveInfinity, float.NegativeInfinity, float.NaN, BitConverter.UInt32BitsToSingle(0x7F800001u)];
        special.CopyTo(result, length / 3);
        notFinite.CopyTo(result, length / 2);
        return result;
    }
}
