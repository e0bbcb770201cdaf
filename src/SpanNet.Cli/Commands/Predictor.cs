using SpanNet.Data;
using SpanNet.Inference;
using SpanNet.Models;

namespace SpanNet.Cli.Commands;

/// <summary>A loaded model that answers for files.</summary>
internal sealed class Predictor : IDisposable
{
    private readonly Model model;
    private readonly InferenceSession session;

    /// <summary>Loads the model.</summary>
    /// <exception cref="ModelFileException">It cannot be loaded.</exception>
    /// <exception cref="UsageException">It says neither how pictures nor how rows become inputs.</exception>
    public Predictor(string path)
    {
        model = ModelFile.Load(path);
        if (model.Table is null && model.Fitting is null)
        {
            model.Dispose();
            throw new UsageException($"{path} says neither how pictures nor how rows of tables become its inputs");
        }

        session = new InferenceSession(model);
    }

    /// <summary>The answers for a picture, or for each row of a table.</summary>
    /// <exception cref="IOException">There is no such file.</exception>
    /// <exception cref="InvalidDataException">It is no such file as the model takes.</exception>
    public IEnumerable<Prediction> Predict(string file) => model.Table is null ? [PredictPicture(file)] : PredictRows(model.Table, file);

    /// <inheritdoc/>
    public void Dispose()
    {
        session.Dispose();
        model.Dispose();
    }

    private Prediction PredictPicture(string file)
    {
        var image = GreyImage.Load(file);
        float[] input = new float[session.InputLength];
        try
        {
            model.Fitting!.Fit(image, input);
        }
        catch (InvalidDataException exception)
        {
            throw new InvalidDataException($"{file}: {exception.Message}", exception);
        }

        return new Prediction(file, null, model.ClassNames, Run(input));
    }

    private IEnumerable<Prediction> PredictRows(TableEncoding encoding, string file)
    {
        CsvTable table = CsvTable.Load(file);
        TableBinding binding = encoding.Bind(table);
        float[] input = new float[session.InputLength];
        for (int row = 0; row < table.Count; row++)
        {
            binding.Encode(row, input);
            yield return new Prediction(file, row + 1, model.ClassNames, Run(input));
        }
    }

    private float[] Run(float[] input)
    {
        float[] output = new float[session.OutputLength];
        if (model.ClassNames is null)
        {
            session.Run(input, output);
            return output;
        }

        if (output.Length > 1)
        {
            session.Classify(input, output);
            return output;
        }

        // A single output is the logit of the second of two classes.
        session.Run(input, output);
        float second = 1 / (1 + MathF.Exp(-output[0]));
        return [1 - second, second];
    }
}
