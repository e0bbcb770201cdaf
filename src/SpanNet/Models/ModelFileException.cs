namespace SpanNet.Models;

/// <summary>A model file cannot be read or written; the message, one line, names the file and the reason. The only exception of <see cref="ModelFile"/>.</summary>
public sealed class ModelFileException : Exception
{
    /// <summary>An error without a message.</summary>
    public ModelFileException() { }

    /// <summary>An error.</summary>
    public ModelFileException(string message)
        : base(message) { }

    /// <summary>An error that another one caused.</summary>
    public ModelFileException(string message, Exception inner)
        : base(message, inner) { }

    /// <summary>An error in <paramref name="file"/>. The reason may quote the file, so it is cut and made one line.</summary>
    internal ModelFileException(string file, string reason, Exception? inner)
        : base($"{file}: {OneLine(reason)}", inner) { }

    private static string OneLine(string reason)
    {
        const int Longest = 400;
        string cut = reason.Length <= Longest ? reason : $"{reason.AsSpan(0, Longest)}…";
        return string.Create(
            cut.Length,
            cut,
            static (line, text) =>
            {
                for (int i = 0; i < line.Length; i++)
                {
                    line[i] = char.IsControl(text[i]) ? ' ' : text[i];
                }
            }
        );
    }
}
