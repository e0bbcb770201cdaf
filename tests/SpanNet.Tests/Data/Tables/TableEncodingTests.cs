using SpanNet.Data;

namespace SpanNet.Tests.Data.Tables;

public sealed class TableEncodingTests
{
    private const string Flowers = """
        width,colour,height,kind
        1,red,10,rose
        2,blue,?,lily
        ,red,30,rose
        6,,20,lily
        """;

    [Fact]
    public void Numbers_categories_and_missing_values_become_floats()
    {
        CsvTable table = Read(Flowers);
        TableEncoding encoding = TableEncoding.Fit(table, new TableOptions("kind"), [0, 1, 2, 3]);
        Assert.Equal(["lily", "rose"], encoding.ClassNames);
        Assert.Equal(5, encoding.InputLength);
        Assert.Equal(new NumericColumn("width", 1, 3), encoding.Columns[0]);
        var colour = Assert.IsType<CategoricalColumn>(encoding.Columns[1]);
        Assert.Equal(("colour", 1), (colour.Name, colour.Missing));
        Assert.Equal(["", "blue", "red"], colour.Categories);
        Assert.Equal(new NumericColumn("height", 1, 20), encoding.Columns[2]);

        ArrayDataset data = encoding.Encode(table, [0, 1, 2, 3]);
        Assert.Equal([1, 0, 0, 1, 10], data.Sample(0).Input);
        Assert.Equal([2, 0, 1, 0, 20], data.Sample(1).Input);
        Assert.Equal([3, 0, 0, 1, 30], data.Sample(2).Input);
        Assert.Equal([6, 1, 0, 0, 20], data.Sample(3).Input);
        Assert.Equal([1, 0, 1, 0], data.Labels());
    }

    [Fact]
    public void Only_the_training_part_is_looked_at()
    {
        CsvTable table = Read("x,c,y\n1,a,p\n3,b,q\n100,z,p\n,,q\n");
        TableEncoding encoding = TableEncoding.Fit(table, new TableOptions("y"), [0, 1]);
        Assert.Equal(new NumericColumn("x", 0, 2), encoding.Columns[0]);
        Assert.Equal(["a", "b"], ((CategoricalColumn)encoding.Columns[1]).Categories);

        // Unknown categories, missing ones among them, are all zeros and counted.
        TableBinding binding = encoding.Bind(table);
        float[] input = [9, 9, 9];
        binding.Encode(2, input);
        Assert.Equal([100, 0, 0], input);
        binding.Encode(3, input);
        Assert.Equal([2, 0, 0], input);
        binding.Encode(1, input);
        Assert.Equal([3, 0, 1], input);
        Assert.Equal(2, binding.UnknownCategories);
    }

    [Fact]
    public void New_rows_may_have_other_columns_in_another_order()
    {
        TableEncoding encoding = TableEncoding.Fit(Read(Flowers), new TableOptions("kind"), [0, 1, 2, 3]);
        CsvTable rows = Read("id,height,colour,width\n7,5,blue,4\n");
        float[] input = new float[5];
        encoding.Bind(rows).Encode(0, input);
        Assert.Equal([4, 0, 1, 0, 5], input);
        Assert.Contains(
            "no column 'width'; the columns are 'height', 'colour'",
            Refusal(() => encoding.Bind(Read("height,colour\n1,red")))
        );
        Assert.Contains("no column 'kind'", Refusal(() => encoding.Encode(rows, [0])));
        Assert.Throws<ArgumentException>(() => encoding.Bind(rows).Encode(0, new float[4]));
    }

    [Fact]
    public void Binding_encodes_without_allocation()
    {
        CsvTable table = Read(Flowers);
        TableBinding binding = TableEncoding.Fit(table, new TableOptions("kind"), [0, 1, 2, 3]).Bind(table);
        float[] input = new float[5];
        binding.Encode(0, input);
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 1000; i++)
        {
            binding.Encode(i % 4, input);
        }

        long allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        Assert.Equal(0, allocated);
    }

    [Theory]
    [InlineData("3,1,2,1", "1,2,3")]
    [InlineData("10,9,10,9", "9,10")]
    [InlineData("1.0,01,2,+2", "1,2")]
    [InlineData("a,10,9,a", "10,9,a")]
    [InlineData("0.5,a,0.5,b", "0.5,a,b")]
    [InlineData("1.0,1,a,1", "1,1.0,a")]
    public void Text_and_few_whole_numbers_are_classes(string targets, string classes)
    {
        string[] values = targets.Split(',');
        CsvTable table = Read("x,y\n" + string.Join('\n', values.Select(value => "1," + value)));
        TableEncoding encoding = TableEncoding.Fit(table, new TableOptions("y"), [0, 1, 2, 3]);
        Assert.Equal(classes.Split(','), encoding.ClassNames);
        ArrayDataset data = encoding.Encode(table, [0, 1, 2, 3]);
        for (int i = 0; i < 4; i++)
        {
            string name = encoding.ClassNames![data.Labels()[i]];
            Assert.True(name == values[i] || float.Parse(name) == float.Parse(values[i]));
        }
    }

    [Fact]
    public void Other_numbers_are_regression_and_the_task_can_be_given()
    {
        TableTask Task(string[] values, TableTask given = TableTask.Auto)
        {
            CsvTable table = Read("x,y\n" + string.Join('\n', values.Select(value => "1," + value)));
            TableEncoding encoding = TableEncoding.Fit(
                table,
                new TableOptions("y") { Task = given },
                [.. Enumerable.Range(0, table.Count)]
            );
            Assert.Equal(encoding.ClassNames is null, encoding.Encode(table, [0]).ClassNames is null);
            return encoding.ClassNames is null ? TableTask.Regression : TableTask.Classification;
        }

        string[] Integers(int count) => [.. Enumerable.Range(0, count).Select(i => $"{i}")];
        Assert.Equal(TableTask.Classification, Task(Integers(20)));
        Assert.Equal(TableTask.Regression, Task(Integers(21)));
        Assert.Equal(TableTask.Classification, Task([.. Integers(21), "more"]));
        Assert.Equal(TableTask.Regression, Task(["1.5", "2"]));
        Assert.Equal(TableTask.Classification, Task(["1.5", "2"], TableTask.Classification));
        Assert.Equal(TableTask.Classification, Task(Integers(30), TableTask.Classification));
        Assert.Equal(TableTask.Regression, Task(["1", "2"], TableTask.Regression));
    }

    [Fact]
    public void Regression_targets_are_numbers()
    {
        CsvTable table = Read("x,y\n1,0.5\n2,-3e2\n");
        ArrayDataset data = TableEncoding.Fit(table, new TableOptions("y"), [0, 1]).Encode(table, [0, 1]);
        Assert.Equal([0.5f, -300f], [data.Sample(0).Target[0], data.Sample(1).Target[0]]);
    }

    [Fact]
    public void Declared_columns_are_what_they_are_declared()
    {
        CsvTable table = Read("id,grade,x,y\n1,1,5,a\n2,2,,b\n3,1,7,a\n");
        var options = new TableOptions("y")
        {
            Categorical = ["grade"],
            Numeric = ["x"],
            Ignored = ["id"],
        };
        TableEncoding encoding = TableEncoding.Fit(table, options, [0, 1, 2]);
        Assert.Equal(["grade", "x"], encoding.Columns.Select(column => column.Name));
        Assert.Equal([0, 1, 6], encoding.Encode(table, [1]).Sample(0).Input);
    }

    [Theory]
    [InlineData("x,y\n1,a\nabc,b\n", "t.csv, line 3, column 'x': 'abc' is not a number.")]
    [InlineData("x,y\n1,a\n1e39,b\n", "t.csv, line 3, column 'x': '1e39' is not a number.")]
    [InlineData("x,y\n1,a\nInfinity,b\n", "t.csv, line 3, column 'x': 'Infinity' is not a number.")]
    [InlineData("x,y\n1,a\n\"1,5\",b\n", "t.csv, line 3, column 'x': '1,5' is not a number.")]
    [InlineData("x,y\n1,a\n1,\n", "t.csv, line 3, column 'y': the target is missing.")]
    [InlineData("x,z\n1,a\n", "t.csv: there is no column 'y'; the columns are 'x', 'z'.")]
    [InlineData("z,y\n1,a\n", "t.csv: there is no column 'x'; the columns are 'z', 'y'.")]
    [InlineData("x,y\n", "t.csv: there are no rows to learn from.")]
    public void Bad_tables_are_refused_with_their_place(string text, string message)
    {
        CsvTable table = Read(text);
        int[] rows = [.. Enumerable.Range(0, table.Count)];
        Assert.Equal(message, Refusal(() => TableEncoding.Fit(table, new TableOptions("y") { Numeric = ["x"] }, rows)));
    }

    [Fact]
    public void What_training_did_not_show_is_refused_later()
    {
        CsvTable table = Read("x,y\n1,a\n2,b\nabc,a\n3,c\n4,\n");
        TableEncoding encoding = TableEncoding.Fit(table, new TableOptions("y"), [0, 1]);
        Assert.Equal("t.csv, line 4, column 'x': 'abc' is not a number.", Refusal(() => encoding.Encode(table, [2])));
        Assert.Equal(
            "t.csv, line 5, column 'y': the class 'c' does not occur in the training part.",
            Refusal(() => encoding.Encode(table, [3]))
        );
        Assert.Equal("t.csv, line 6, column 'y': the target is missing.", Refusal(() => encoding.Encode(table, [4])));
        CsvTable numbers = Read("x,y\n1,0.5\n2,abc\n3,\n");
        TableEncoding regression = TableEncoding.Fit(numbers, new TableOptions("y"), [0]);
        Assert.Equal("t.csv, line 3, column 'y': 'abc' is not a number.", Refusal(() => regression.Encode(numbers, [1])));
        Assert.Equal("t.csv, line 4, column 'y': the target is missing.", Refusal(() => regression.Encode(numbers, [2])));
    }

    [Fact]
    public void Columns_that_cannot_be_learned_from_are_refused()
    {
        CsvTable names = Read("name,y\n" + string.Join('\n', Enumerable.Range(0, 1001).Select(i => $"n{i},{i % 2}")));
        Assert.Contains(
            "1001 different values",
            Refusal(() => TableEncoding.Fit(names, new TableOptions("y"), [.. Enumerable.Range(0, 1001)]))
        );
        CsvTable alone = Read("y\n1\n");
        Assert.Contains("no column to learn from", Refusal(() => TableEncoding.Fit(alone, new TableOptions("y"), [0])));
    }

    [Fact]
    public void Parts_of_a_table_share_one_encoding()
    {
        string[] rows = [.. Enumerable.Range(0, 100).Select(i => $"{i},{(i % 4 == 0 ? "few" : "many")}")];
        CsvTable table = Read("x,y\n" + string.Join('\n', rows));
        TableParts parts = TableParts.Make(table, new TableOptions("y"), 0.1, 0.2, 3);
        Assert.Equal((70, 10, 20), (parts.Parts.Train.Count, parts.Parts.Validation.Count, parts.Parts.Test.Count));
        Assert.Equal(5, parts.Parts.Test.Labels().Count(label => label == 0));
        float mean = (float)Enumerable.Range(0, 70).Average(i => (double)parts.Parts.Train.Sample(i).Input[0]);
        Assert.Equal(mean, ((NumericColumn)parts.Encoding.Columns[0]).Mean);
    }

    private static string Refusal(Action action) => Assert.Throws<InvalidDataException>(action).Message;

    private static CsvTable Read(string text) => CsvTable.Read(new StringReader(text), "t.csv");
}
