namespace SpanNet.Cli.Commands;

/// <summary>Predictions for machines: an object for each picture or row, on one line.</summary>
internal sealed class PredictJson(TextWriter output, int top) : IPredictView
{
    /// <inheritdoc/>
    public void Show(Prediction prediction) =>
        JsonLine.Write(
            output,
            json =>
            {
                json.WriteString("file", prediction.File);
                if (prediction.Row is int row)
                {
                    json.WriteNumber("row", row);
                }

                if (prediction.ClassNames is null)
                {
                    json.WriteStartArray("values");
                    foreach (float value in prediction.Values)
                    {
                        json.WriteNumberValue(value);
                    }
                }
                else
                {
                    json.WriteStartArray("predictions");
                    foreach ((string name, float probability) in prediction.Top(top))
                    {
                        json.WriteStartObject();
                        json.WriteString("class", name);
                        json.WriteNumber("probability", probability);
                        json.WriteEndObject();
                    }
                }

                json.WriteEndArray();
            }
        );

    /// <inheritdoc/>
    public void Finish() { }
}
