using System.CommandLine;

namespace SpanNet.Cli.Commands;

/// <summary><c>spannet predict</c>: uses a model on pictures or rows of tables.</summary>
internal sealed class PredictCommand
{
    private const int DefaultTop = 3;

    private readonly Argument<string> model = new("MODEL") { Description = "The model file." };
    private readonly Argument<string[]> files = new("FILE")
    {
        Description = "PNG, PGM or PPM pictures, or CSV files with the columns that the model has learned.",
        Arity = ArgumentArity.OneOrMore,
    };
    private readonly Option<int?> top = NumberOption.Whole("--top", $"How many classes to show. [default: {DefaultTop}]", 1);
    private readonly Option<bool> json = new("--json") { Description = "For machines: one JSON object a line for each picture or row." };
    private readonly Terminal terminal;

    public PredictCommand(Terminal terminal)
    {
        this.terminal = terminal;
        Command = new Command("predict", "Says what a picture shows, or what follows from the rows of a table.")
        {
            model,
            files,
            top,
            json,
        };
        HelpExamples.AddTo(Command, "spannet predict digits.safetensors seven.png", "spannet predict iris.safetensors new.csv --top 1");
        Command.SetAction(Execute);
    }

    /// <summary>The command.</summary>
    public Command Command { get; }

    private int Execute(ParseResult parsed)
    {
        using var predictor = new Predictor(parsed.GetRequiredValue(model));
        int shown = parsed.GetValue(top) ?? DefaultTop;
        IPredictView view = parsed.GetValue(json) ? new PredictJson(terminal.Out, shown) : new PredictTable(terminal, shown);
        int code = ExitCode.Done;
        foreach (string file in parsed.GetRequiredValue(files))
        {
            // A bad file among many is told, and the others are still answered.
            try
            {
                foreach (Prediction prediction in predictor.Predict(file))
                {
                    view.Show(prediction);
                }
            }
            catch (Exception exception) when (exception is IOException or InvalidDataException or UnauthorizedAccessException)
            {
                code = ErrorLine.Write(exception, terminal.Error);
            }
        }

        view.Finish();
        return code;
    }
}
