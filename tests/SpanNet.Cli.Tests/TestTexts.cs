using System.Globalization;

namespace SpanNet.Cli.Tests;

/// <summary>A small text that is quickly learned.</summary>
internal static class TestTexts
{
    /// <summary>The same sentence over and over, but for a number.</summary>
    public static string Sentences(int lines) =>
        string.Concat(
            Enumerable
                .Range(1, lines)
                .Select(i => string.Create(CultureInfo.InvariantCulture, $"The cat {i} sat on the mat, and the dog ran.\n"))
        );
}
