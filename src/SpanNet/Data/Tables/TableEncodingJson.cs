using System.Text.Json;

namespace SpanNet.Data;

/// <summary>The JSON form of a <see cref="TableEncoding"/>; reading believes nothing.</summary>
internal static class TableEncodingJson
{
    public static void Write(Utf8JsonWriter json, TableEncoding encoding)
    {
        ArgumentNullException.ThrowIfNull(json);
        json.WriteStartObject();
        json.WriteString("target", encoding.Target);
        json.WriteString("task", JsonFields.Name(encoding.ClassNames is null ? TableTask.Regression : TableTask.Classification));
        JsonFields.Write(json, "classes", encoding.ClassNames ?? []);
        json.WriteStartArray("columns");
        foreach (TableColumn column in encoding.Columns)
        {
            json.WriteStartObject();
            json.WriteString("name", column.Name);
            json.WriteNumber("missing", column.Missing);
            if (column is CategoricalColumn categorical)
            {
                JsonFields.Write(json, "categories", categorical.Categories);
            }
            else
            {
                json.WriteNumber("mean", ((NumericColumn)column).Mean);
            }

            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    public static TableEncoding Read(JsonElement json)
    {
        string target = JsonFields.Text(json, "target");
        TableTask task = JsonFields.Choice<TableTask>(json, "task");
        string[] classes = JsonFields.Texts(json, "classes");
        if (task == TableTask.Auto || classes.Length == 0 != (task == TableTask.Regression) || classes.Distinct().Count() != classes.Length)
        {
            throw new InvalidDataException("\"classes\" must hold different names for a classification and nothing for a regression.");
        }

        TableColumn[] columns = [.. JsonFields.Items(json, "columns").Select(ReadColumn)];
        if (columns.Length == 0 || columns.DistinctBy(column => column.Name).Count() != columns.Length)
        {
            throw new InvalidDataException("\"columns\" must hold at least one column, each with a name of its own.");
        }

        return new TableEncoding(columns, target, task == TableTask.Classification ? classes : null);
    }

    private static TableColumn ReadColumn(JsonElement json)
    {
        string name = JsonFields.Text(json, "name");
        int missing = JsonFields.Integer(json, "missing", 0);
        if (!json.TryGetProperty("categories", out _))
        {
            return new NumericColumn(name, missing, JsonFields.Float(json, "mean"));
        }

        string[] categories = JsonFields.Texts(json, "categories");
        for (int i = 1; i < categories.Length; i++)
        {
            if (string.CompareOrdinal(categories[i - 1], categories[i]) >= 0)
            {
                throw new InvalidDataException($"\"categories\" of the column '{name}' must ascend.");
            }
        }

        return categories.Length > 0
            ? new CategoricalColumn(name, missing, categories)
            : throw new InvalidDataException($"\"categories\" of the column '{name}' is empty.");
    }
}
