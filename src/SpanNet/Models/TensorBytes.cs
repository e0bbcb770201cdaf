using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace SpanNet.Models;

/// <summary>32-bit floats, little-endian, in a stream.</summary>
internal static class TensorBytes
{
    /// <summary>Writes <paramref name="values"/>, whose content is undefined afterwards.</summary>
    public static void Write(Stream stream, Span<float> values)
    {
        SwapWhereBigEndian(values);
        stream.Write(MemoryMarshal.AsBytes(values));
    }

    /// <summary>Fills <paramref name="values"/>.</summary>
    /// <exception cref="EndOfStreamException">The stream ends before.</exception>
    public static void Read(Stream stream, Span<float> values)
    {
        stream.ReadExactly(MemoryMarshal.AsBytes(values));
        SwapWhereBigEndian(values);
    }

    /// <summary>Refuses weights that no computation survives.</summary>
    /// <exception cref="InvalidDataException">A value is infinite or not a number; the message names the parameter.</exception>
    public static void CheckFinite(string name, ReadOnlySpan<float> values)
    {
        for (int i = 0; i < values.Length; i++)
        {
            if (!float.IsFinite(values[i]))
            {
                throw new InvalidDataException(
                    FormattableString.Invariant($"parameter '{name}' holds {values[i]} at index {i}; weights must be finite")
                );
            }
        }
    }

    private static void SwapWhereBigEndian(Span<float> values)
    {
        if (!BitConverter.IsLittleEndian)
        {
            Span<int> bits = MemoryMarshal.Cast<float, int>(values);
            BinaryPrimitives.ReverseEndianness(bits, bits);
        }
    }
}
