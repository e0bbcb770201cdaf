using System.Text;

namespace SpanNet.Data;

/// <summary>
/// Reads comma-separated values row by row, as RFC 4180 writes them: fields may stand in double quotes and then hold commas, line
/// breaks and doubled quotes. Rows end with CRLF, LF or CR. Empty lines are skipped.
/// </summary>
internal sealed class CsvReader(TextReader text, string file)
{
    private const int End = -1;
    private const char ByteOrderMark = '\uFEFF';

    private readonly char[] buffer = new char[1 << 14];
    private readonly StringBuilder field = new();
    private int filled;
    private int position;
    private int nextLine = 1;

    /// <summary>The line on which the last row began, counted from 1.</summary>
    public int Line { get; private set; }

    /// <summary>Replaces <paramref name="fields"/> by those of the next row.</summary>
    /// <returns>False at the end of the file.</returns>
    /// <exception cref="InvalidDataException">A quote is not closed, or text follows a closing quote.</exception>
    public bool Read(List<string> fields)
    {
        fields.Clear();
        if (nextLine == 1 && Peek() == ByteOrderMark)
        {
            position++;
        }

        while (Peek() is '\r' or '\n')
        {
            SkipLineEnd();
        }

        Line = nextLine;
        if (Peek() == End)
        {
            return false;
        }

        while (true)
        {
            fields.Add(Peek() == '"' ? QuotedField() : PlainField());
            switch (Peek())
            {
                case ',':
                    position++;
                    break;
                case End:
                    return true;
                case '\r' or '\n':
                    SkipLineEnd();
                    return true;
                default:
                    throw new InvalidDataException($"{file}, line {nextLine}: text follows the closing quote of field {fields.Count}.");
            }
        }
    }

    private string PlainField()
    {
        field.Clear();
        while (Peek() is not (',' or '\r' or '\n' or End))
        {
            field.Append(buffer[position++]);
        }

        return field.ToString();
    }

    private string QuotedField()
    {
        int start = nextLine;
        field.Clear();
        position++;
        while (true)
        {
            int c = Peek();
            if (c == End)
            {
                throw new InvalidDataException($"{file}, line {start}: a quote is opened and not closed.");
            }

            if (c is '\r' or '\n')
            {
                field.Append('\n');
                SkipLineEnd();
                continue;
            }

            position++;
            if (c == '"')
            {
                if (Peek() != '"')
                {
                    return field.ToString();
                }

                position++;
            }

            field.Append((char)c);
        }
    }

    private void SkipLineEnd()
    {
        nextLine++;
        if (buffer[position++] == '\r' && Peek() == '\n')
        {
            position++;
        }
    }

    private int Peek()
    {
        if (position == filled)
        {
            position = 0;
            try
            {
                filled = text.Read(buffer, 0, buffer.Length);
            }
            catch (DecoderFallbackException e)
            {
                throw new InvalidDataException($"{file}: not text in UTF-8.", e);
            }
        }

        return position < filled ? buffer[position] : End;
    }
}
