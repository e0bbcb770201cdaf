using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;

namespace SpanNet.Data;

/// <summary>
/// The content hash of a data set: SHA-256 over little-endian values: rank, dimensions, target length, number of classes (−1: none),
/// each class name (bytes of UTF-8, then their number), number of samples; then of each sample the input and the target floats.
/// </summary>
internal static class DatasetHash
{
    public static string Compute(Dataset data)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Append(hash, data.InputShape.Length);
        foreach (int dimension in data.InputShape)
        {
            Append(hash, dimension);
        }

        Append(hash, data.TargetLength);
        Append(hash, data.ClassNames?.Count ?? -1);
        foreach (string className in data.ClassNames ?? [])
        {
            byte[] bytes = Encoding.UTF8.GetBytes(className);
            hash.AppendData(bytes);
            Append(hash, bytes.Length);
        }

        Append(hash, data.Count);
        float[] sample = new float[data.InputLength + data.TargetLength];
        for (int i = 0; i < data.Count; i++)
        {
            data.Read(i, sample.AsSpan(0, data.InputLength), sample.AsSpan(data.InputLength));
            Append(hash, sample);
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    private static void Append(IncrementalHash hash, int value)
    {
        Span<byte> bytes = stackalloc byte[sizeof(int)];
        BinaryPrimitives.WriteInt32LittleEndian(bytes, value);
        hash.AppendData(bytes);
    }

    private static void Append(IncrementalHash hash, Span<float> values)
    {
        if (!BitConverter.IsLittleEndian)
        {
            Span<int> bits = MemoryMarshal.Cast<float, int>(values);
            BinaryPrimitives.ReverseEndianness(bits, bits);
        }

        hash.AppendData(MemoryMarshal.AsBytes(values));
    }
}
