using SpanNet.Data;

namespace SpanNet.Tests.Data.Tables;

public sealed class TableEncodingJsonTests
{
    private const string Columns = "\"columns\":[{\"name\":\"x\",\"missing\":0,\"mean\":1}]";

    [Theory]
    [InlineData("x,c,y\n1,a,p\n0.1,\"b, \"\"ü\"\"\",q\n,,q\n")]
    [InlineData("x,c,y\n1,a,0.5\n0.3,b,1.5\n,,2\n")]
    public void Json_keeps_everything(string text)
    {
        CsvTable table = CsvTable.Read(new StringReader(text), "t.csv");
        TableEncoding encoding = TableEncoding.Fit(table, new TableOptions("y"), [0, 1, 2]);
        string json = Json.Of(encoding.Write);
        TableEncoding read = TableEncoding.Read(Json.Parse(json));
        Assert.Equal(json, Json.Of(read.Write));
        Assert.Equal(encoding.ClassNames, read.ClassNames);
        Assert.Equal(encoding.Encode(table, [0, 1, 2]).ContentHash, read.Encode(table, [0, 1, 2]).ContentHash);
    }

    [Theory]
    [InlineData("[]", "\"target\" was expected")]
    [InlineData("{}", "\"target\" is missing")]
    [InlineData("""{"target":"y","task":"auto","classes":[],COLUMNS}""", "\"classes\"")]
    [InlineData("""{"target":"y","task":"classification","classes":[],COLUMNS}""", "\"classes\"")]
    [InlineData("""{"target":"y","task":"regression","classes":["a"],COLUMNS}""", "\"classes\"")]
    [InlineData("""{"target":"y","task":"classification","classes":["a","a"],COLUMNS}""", "\"classes\"")]
    [InlineData("""{"target":"y","task":"classification","classes":[1],COLUMNS}""", "\"classes\" must hold strings only")]
    [InlineData("""{"target":"y","task":"regression","classes":[],"columns":[]}""", "at least one column")]
    [InlineData("""{"target":"y","task":"regression","classes":[],"columns":[3]}""", "\"name\" was expected")]
    [InlineData(
        """{"target":"y","task":"regression","classes":[],"columns":[{"name":"x","missing":-1,"mean":1}]}""",
        "\"missing\" must be"
    )]
    [InlineData("""{"target":"y","task":"regression","classes":[],"columns":[{"name":"x","missing":0,"mean":1e99}]}""", "\"mean\" must be")]
    [InlineData("""{"target":"y","task":"regression","classes":[],"columns":[{"name":"x","missing":0,"categories":[]}]}""", "is empty")]
    [InlineData(
        """{"target":"y","task":"regression","classes":[],"columns":[{"name":"x","missing":0,"categories":["b","a"]}]}""",
        "must ascend"
    )]
    public void Json_of_something_else_is_refused(string json, string message)
    {
        json = json.Replace("COLUMNS", Columns, StringComparison.Ordinal);
        Assert.Contains(
            message,
            Assert.Throws<InvalidDataException>(() => TableEncoding.Read(Json.Parse(json))).Message,
            StringComparison.Ordinal
        );
    }
}
