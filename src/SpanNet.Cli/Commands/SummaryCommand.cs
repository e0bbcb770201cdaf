using System.CommandLine;
using System.Globalization;
using SpanNet.Cli.Reports;
using SpanNet.Cli.Sources;
using SpanNet.Graphs;
using SpanNet.Models;
using SpanNet.Optimizers;
using SpanNet.Planning;

namespace SpanNet.Cli.Commands;

/// <summary><c>spannet summary</c>: what a network is and what it costs, without running it.</summary>
internal sealed class SummaryCommand
{
    private const int DefaultBatch = 32;

    private readonly Argument<string> network = new("MODEL|ARCH")
    {
        Description = "A model file, the name of a network, or its JSON file.",
    };
    private readonly DataOptions data = new("Take the shapes of inputs and outputs from this data. [default: the network's own]");
    private readonly Option<int?> batch = NumberOption.Whole(
        "--batch",
        $"Samples per step. [default: those it was trained with, or {DefaultBatch}]",
        1,
        1 << 20
    );
    private readonly Option<bool> json = new("--json") { Description = "For machines: one JSON object on one line." };
    private readonly Option<bool> dot = new("--dot")
    {
        Description = "Draw the graph in the language of Graphviz: spannet summary NET --dot | dot -Tsvg > net.svg",
    };
    private readonly Option<bool> plan = new("--plan")
    {
        Description = "Show how it runs: what is fused, in place or copied, where it lies, and the bytes at the peak.",
    };
    private readonly Terminal terminal;

    public SummaryCommand(Terminal terminal)
    {
        this.terminal = terminal;
        Command = new Command("summary", "Shows layers, shapes, parameters, FLOPs and the peak memory of training and inference.")
        {
            network,
        };
        data.AddTo(Command);
        Command.Options.Add(batch);
        Command.Options.Add(json);
        Command.Options.Add(dot);
        Command.Options.Add(plan);
        HelpExamples.AddTo(Command, "spannet summary digits.safetensors", "spannet summary mlp --data fashion-mnist --batch 128");
        Command.SetAction(Execute);
    }

    /// <summary>The command.</summary>
    public Command Command { get; }

    /// <summary>The lengths of the values that a chain of layers makes, or the number of layers of any other network.</summary>
    public static string Chain(Graph graph)
    {
        const int Longest = 8;
        List<int> lengths = [];
        foreach (Node node in graph.Nodes)
        {
            bool hasParameters = node.Layer is not null && !node.Layer.Parameters(node.InputShapes.AsSpan()).IsEmpty;
            if (hasParameters || lengths.Count == 0 || lengths[^1] != node.Shape.Length)
            {
                lengths.Add(node.Shape.Length);
            }
        }

        return IsChain(graph) && lengths.Count <= Longest
            ? string.Join(" → ", lengths)
            : $"{graph.Nodes.Length - graph.Inputs.Length} layers";
    }

    /// <summary>Whether every layer takes what the one before gives, and nothing else.</summary>
    public static bool IsChain(Graph graph) =>
        graph.Outputs.Length == 1
        && graph.Nodes.Skip(1).All(node => node.Inputs is [var input] && input.Index == node.Index - 1 && !node.IsShared);

    private int Execute(ParseResult parsed)
    {
        string name = parsed.GetRequiredValue(network);
        using Model model = NetworkName.IsModelFile(name) ? ModelFile.Load(name) : new Model(LoadArchitecture(name, parsed));
        if (new[] { json, dot, plan }.Count(parsed.GetValue) > 1)
        {
            throw new UsageException("--json, --dot and --plan are forms of one answer: choose one");
        }

        if (parsed.GetValue(dot))
        {
            GraphvizDrawing.Write(terminal.Out, model.Graph);
            return ExitCode.Done;
        }

        int samples = parsed.GetValue(batch) ?? BatchOf(model);
        if (parsed.GetValue(plan))
        {
            terminal.Out.WriteLine(Plan.Compile(model.Parameters, PlanMode.Training, samples).Describe());
            terminal.Out.Write(Plan.Compile(model.Parameters, PlanMode.Inference, samples).Describe());
            return ExitCode.Done;
        }

        Optimizer optimizer = OptimizerCatalog.All.Create(
            model.Run?.Options.GetValueOrDefault(RunOption.Optimizer) ?? TrainDefaults.Optimizer
        );
        var summary = new Summary(model, optimizer, samples);
        if (parsed.GetValue(json))
        {
            JsonLine.Write(terminal.Out, summary.Write);
        }
        else
        {
            summary.Show(Report.On(terminal), name);
        }

        return ExitCode.Done;
    }

    private static int BatchOf(Model model) =>
        int.TryParse(
            model.Run?.Options.GetValueOrDefault(RunOption.Batch),
            NumberStyles.None,
            CultureInfo.InvariantCulture,
            out int trained
        )
        && trained > 0
            ? trained
            : DefaultBatch;

    private Graph LoadArchitecture(string name, ParseResult parsed)
    {
        if (parsed.GetValue(data.Data) is not { } dataName)
        {
            return Architecture.Load(name);
        }

        var choice = new DataChoice(dataName) { Folder = parsed.GetValue(data.Folder), Target = parsed.GetValue(data.Target) };
        using SourceData source = DataSources.Open(choice);
        return Architecture.Load(name, new Shape(source.Parts.Train.InputShape), source.Outputs);
    }
}
