namespace SpanNet.Kernels.Elementwise;

/// <summary>The one check that public entry points make; inner code asserts.</summary>
internal static class Lengths
{
    public static void Check(int expected, int actual)
    {
        if (expected != actual)
        {
            Throw(expected, actual);
        }
    }

    private static void Throw(int expected, int actual) =>
        throw new ArgumentException($"The spans differ in length: expected {expected}, got {actual}.");
}
