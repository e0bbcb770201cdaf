using System.Text;

namespace SpanNet.Tests.Models;

/// <summary>
/// A text with structure that three characters do not show: each line opens some brackets of three kinds around names, and closes them
/// in the opposite order, then repeats its first name.
/// </summary>
internal static class GrammarText
{
    private static readonly string[] names = ["anna", "bela", "carl", "dora", "emil", "fina"];

    public static string Make(int lines, int seed)
    {
        var random = new Random(seed);
        var text = new StringBuilder();
        for (int line = 0; line < lines; line++)
        {
            string first = names[random.Next(names.Length)];
            text.Append(first);
            var open = new Stack<char>();
            for (int depth = 2 + random.Next(3); depth > 0; depth--)
            {
                int kind = random.Next(3);
                text.Append("([{"[kind]).Append(names[random.Next(names.Length)]);
                open.Push(")]}"[kind]);
            }

            text.AppendJoin("", open).Append(first).Append('\n');
        }

        return text.ToString();
    }
}
