using System.CommandLine;
using SpanNet.Cli.Reports;
using SpanNet.Data;
using SpanNet.Kernels.Threading;
using SpanNet.Metrics;
using SpanNet.Models;
using SpanNet.Training;

namespace SpanNet.Cli.Commands;

/// <summary><c>spannet eval</c>: measures a model.</summary>
internal sealed class EvalCommand
{
    /// <summary>Rows evaluated at once; no figure depends on it.</summary>
    private const int Batch = 256;

    /// <summary>The k of the top-k accuracy.</summary>
    private const int TopK = 3;

    private readonly Argument<string> file = new("MODEL") { Description = "The model file." };
    private readonly DataOptions data = new(
        "What to measure on: the test part of a named data set, or all rows of another CSV file. [default: what it learned]"
    );
    private readonly Option<bool> json = new("--json") { Description = "For machines: one JSON object on one line." };
    private readonly Terminal terminal;

    public EvalCommand(Terminal terminal)
    {
        this.terminal = terminal;
        Command = new Command("eval", "Measures a model: loss, accuracy, each class, confusion matrix; or the errors of a regression.")
        {
            file,
        };
        data.AddTo(Command);
        Command.Options.Add(json);
        HelpExamples.AddTo(Command, "spannet eval digits.safetensors", "spannet eval iris.safetensors --data more-irises.csv --json");
        Command.SetAction(Execute);
    }

    /// <summary>The command.</summary>
    public Command Command { get; }

    private int Execute(ParseResult parsed)
    {
        string path = parsed.GetRequiredValue(file);
        using Model model = ModelFile.Load(path);
        using var source = new EvalData(
            model,
            path,
            parsed.GetValue(data.Data),
            parsed.GetValue(data.Folder),
            parsed.GetValue(data.Target)
        );
        Evaluation evaluation = Evaluate(model, source.Samples);
        if (parsed.GetValue(json))
        {
            JsonLine.Write(
                terminal.Out,
                members =>
                {
                    members.WriteString("data", source.Description);
                    EvaluationJson.Write(members, evaluation, model.ClassNames);
                }
            );
            return ExitCode.Done;
        }

        IReport report = Report.On(terminal);
        report.Facts(("data", source.Description));
        EvaluationReport.Write(report, "model", evaluation, model.ClassNames, perClass: true);
        return ExitCode.Done;
    }

    private static Evaluation Evaluate(Model model, Dataset samples)
    {
        int outputs = model.Graph.Outputs[0].Shape.Length;
        int? classes = model.ClassNames?.Count;
        Metric metric = classes is int count ? new ClassificationMetrics(count, Math.Min(TopK, count)) : new RegressionMetrics(outputs);
        using var evaluator = new Evaluator(model, TaskLoss.Of(model), Batch, ThreadTeam.Shared);
        return evaluator.Evaluate(new ScaledDataset(samples, model.Scaling), metric);
    }
}
