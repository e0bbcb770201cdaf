using SpanNet.Data;

namespace SpanNet.Tests.Data.Tables;

public sealed class CsvTableTests
{
    [Theory]
    [InlineData("a,b\n1,2\n3,4\n")]
    [InlineData("a,b\r\n1,2\r\n3,4\r\n")]
    [InlineData("a,b\r1,2\r3,4")]
    [InlineData("\uFEFFa,b\n1,2\n3,4")]
    [InlineData("\n\na , b\n\n 1,2 \n3,4\n\n\n")]
    [InlineData("\"a\",\"b\"\n\"1\",2\n3,\"4\"")]
    public void All_forms_of_a_table_are_one(string text)
    {
        CsvTable table = Read(text);
        Assert.Equal(["a", "b"], table.Header);
        Assert.Equal(2, table.Count);
        Assert.Equal(["1", "2"], table.Row(0).ToArray());
        Assert.Equal(["3", "4"], table.Row(1).ToArray());
    }

    [Fact]
    public void Quotes_keep_commas_line_ends_and_quotes()
    {
        CsvTable table = Read("a,b,c\r\n\"x,\"\"y\"\"\",\"two\r\nlines\",\"\"\r\nlast,\"\"\"\",z");
        Assert.Equal(["x,\"y\"", "two\nlines", ""], table.Row(0).ToArray());
        Assert.Equal(["last", "\"", "z"], table.Row(1).ToArray());
        Assert.Equal((2, 4), (table.Line(0), table.Line(1)));
    }

    [Fact]
    public void Missing_values_become_empty() =>
        Assert.Equal(["", "", "", "", "", "na", "N/A"], Read("a,b,c,d,e,f,g\n,NA,NaN,nan, ?,na,N/A").Row(0).ToArray());

    [Fact]
    public void Long_files_cross_the_buffers_end()
    {
        string[] lines = [.. Enumerable.Range(0, 20_000).Select(i => $"{i},\"v\"\"{i}\"")];
        CsvTable table = Read("a,b\r\n" + string.Join("\r\n", lines) + "\r\n");
        Assert.Equal(20_000, table.Count);
        for (int i = 0; i < table.Count; i++)
        {
            Assert.True(table.Row(i)[0] == $"{i}" && table.Row(i)[1] == $"v\"{i}" && table.Line(i) == i + 2);
        }
    }

    [Theory]
    [InlineData("", "t.csv: the file is empty")]
    [InlineData("\n\n", "t.csv: the file is empty")]
    [InlineData("a,b\n1,2\n3\n", "t.csv, line 3: the row has 1 values, the header 2")]
    [InlineData("a,b\n\"1\n1\",2\n3,4,5\n", "t.csv, line 4: the row has 3 values, the header 2")]
    [InlineData("a,b\n1,2,\n", "t.csv, line 2: the row has 3 values")]
    [InlineData("a,b\n1,\"2\n3,4\n", "t.csv, line 2: a quote is opened and not closed")]
    [InlineData("a,b\n1,\"2\"x\n", "t.csv, line 2: text follows the closing quote of field 2")]
    [InlineData("a,b,a\n", "t.csv, line 1: two columns are named 'a'")]
    public void Bad_text_is_refused_with_its_place(string text, string message) =>
        Assert.StartsWith(message, Assert.Throws<InvalidDataException>(() => Read(text)).Message, StringComparison.Ordinal);

    [Fact]
    public void Files_are_read_as_utf8()
    {
        using var folder = new TemporaryFolder();
        string path = folder.Write("good.csv", [0xEF, 0xBB, 0xBF, .. "ä\nö\n"u8]);
        Assert.Equal("ä", CsvTable.Load(path).Header[0]);
        string latin = folder.Write("latin.csv", [(byte)'a', (byte)'\n', 0xE4, (byte)'\n']);
        Assert.Equal($"{latin}: not text in UTF-8.", Assert.Throws<InvalidDataException>(() => CsvTable.Load(latin)).Message);
        string missing = folder.File("missing.csv");
        Assert.Equal($"{missing}: there is no such file.", Assert.Throws<FileNotFoundException>(() => CsvTable.Load(missing)).Message);
    }

    private static CsvTable Read(string text) => CsvTable.Read(new StringReader(text), "t.csv");
}
