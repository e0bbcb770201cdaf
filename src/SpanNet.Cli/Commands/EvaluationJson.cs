using System.Globalization;
using System.Text.Json;
using SpanNet.Metrics;
using SpanNet.Training;

namespace SpanNet.Cli.Commands;

/// <summary>Writes how good a model is as members of a JSON object.</summary>
internal static class EvaluationJson
{
    /// <summary>Writes all figures, their names behind <paramref name="prefix"/>.</summary>
    public static void Write(Utf8JsonWriter json, Evaluation evaluation, IReadOnlyList<string>? classNames, string prefix = "")
    {
        json.WriteFinite($"{prefix}loss", evaluation.Loss);
        json.WriteNumber($"{prefix}samples", evaluation.Metric.Count);
        if (evaluation.Metric is RegressionMetrics regression)
        {
            RegressionResult r = regression.ToResult();
            json.WriteFinite($"{prefix}mse", r.MeanSquaredError);
            json.WriteFinite($"{prefix}rmse", r.RootMeanSquaredError);
            json.WriteFinite($"{prefix}mae", r.MeanAbsoluteError);
            json.WriteFinite($"{prefix}r2", r.R2);
            return;
        }

        ClassificationResult result = ((ClassificationMetrics)evaluation.Metric).ToResult();
        json.WriteFinite($"{prefix}accuracy", result.Accuracy);
        json.WriteNumber($"{prefix}top_k", result.TopK);
        json.WriteFinite($"{prefix}top_k_accuracy", result.TopKAccuracy);
        json.WriteFinite($"{prefix}precision", result.Precision);
        json.WriteFinite($"{prefix}recall", result.Recall);
        json.WriteFinite($"{prefix}f1", result.F1);
        WriteClasses(json, $"{prefix}classes", result, classNames);
        WriteConfusion(json, $"{prefix}confusion", result);
    }

    private static void WriteClasses(Utf8JsonWriter json, string name, ClassificationResult result, IReadOnlyList<string>? classNames)
    {
        json.WriteStartArray(name);
        for (int i = 0; i < result.Classes.Count; i++)
        {
            ClassResult c = result.Classes[i];
            json.WriteStartObject();
            json.WriteString("class", classNames?[i] ?? i.ToString(CultureInfo.InvariantCulture));
            json.WriteFinite("precision", c.Precision);
            json.WriteFinite("recall", c.Recall);
            json.WriteFinite("f1", c.F1);
            json.WriteNumber("samples", c.Support);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WriteConfusion(Utf8JsonWriter json, string name, ClassificationResult result)
    {
        json.WriteStartArray(name);
        foreach (IReadOnlyList<long> row in result.Confusion)
        {
            json.WriteStartArray();
            foreach (long count in row)
            {
                json.WriteNumberValue(count);
            }

            json.WriteEndArray();
        }

        json.WriteEndArray();
    }
}
