using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace SpanNet.Data;

/// <summary>y[i] = x[i] / divisor for bytes x, correctly rounded, so that the bits are the same at every vector width.</summary>
internal static class ByteScaling
{
    /// <summary>The last quarter of the memory of <paramref name="y"/>: bytes there may be what <see cref="Run"/> turns into y.</summary>
    public static Span<byte> SourceWithin(Span<float> y) => MemoryMarshal.AsBytes(y)[(3 * y.Length)..];

    /// <summary>
    /// Converts. The lengths must be equal. <paramref name="x"/> may be <see cref="SourceWithin"/> of <paramref name="y"/>, but must
    /// not overlap it otherwise: with n floats, y[i] ends at byte 4i + 4, which is not beyond x[i + 1] at byte 3n + i + 1.
    /// </summary>
    public static void Run(ReadOnlySpan<byte> x, float divisor, Span<float> y)
    {
        Debug.Assert(x.Length == y.Length, "One float a byte.");
        int i = 0;
        if (Vector128.IsHardwareAccelerated)
        {
            Vector256<float> d = Vector256.Create(divisor);
            for (; i <= x.Length - 16; i += 16)
            {
                (Vector128<ushort> low, Vector128<ushort> high) = Vector128.Widen(Vector128.Create(x.Slice(i, 16)));
                (Vector256.ConvertToSingle(Widen(low)) / d).CopyTo(y[i..]);
                (Vector256.ConvertToSingle(Widen(high)) / d).CopyTo(y[(i + 8)..]);
            }
        }

        for (; i < x.Length; i++)
        {
            y[i] = x[i] / divisor;
        }
    }

    // Signed, because the conversion of signed integers is one instruction.
    private static Vector256<int> Widen(Vector128<ushort> x)
    {
        (Vector128<uint> low, Vector128<uint> high) = Vector128.Widen(x);
        return Vector256.Create(low.AsInt32(), high.AsInt32());
    }
}
