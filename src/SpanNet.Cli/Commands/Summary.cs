using System.Globalization;
using System.Text.Json;
using SpanNet.Cli.Reports;
using SpanNet.Graphs;
using SpanNet.Models;
using SpanNet.Optimizers;
using SpanNet.Planning;

namespace SpanNet.Cli.Commands;

/// <summary>The layers of a network and the memory that it takes; every figure is what the plans reserve.</summary>
internal sealed class Summary(Model model, Optimizer optimizer, int batch)
{
    private readonly long parameterBytes = model.Parameters.Values.Length * (long)sizeof(float);
    private readonly long inferenceBytes = Plan.Compile(model.Parameters, PlanMode.Inference, batch).PeakBytes;
    private readonly long trainingBytes = Plan.Compile(model.Parameters, PlanMode.Training, batch).PeakBytes;

    private long StateBytes => parameterBytes * optimizer.StatesPerParameter;

    private long InferenceTotal => parameterBytes + inferenceBytes;

    // Parameters, gradients, and the copy of the best weights.
    private long TrainingTotal => (3 * parameterBytes) + StateBytes + trainingBytes;

    /// <summary>Shows it as tables. Where the layers are no chain, a column says where each takes its inputs from.</summary>
    public void Show(IReport report, string name)
    {
        bool isChain = SummaryCommand.IsChain(model.Graph);
        report.Facts(
            ("network", $"{name}: {SummaryCommand.Chain(model.Graph)}"),
            ("parameters", Figures.Count(model.Parameters.Count)),
            ("FLOPs", $"{Figures.Count(model.Graph.Nodes.Sum(Flops))} a sample, forward")
        );
        report.Table(
            new ReportTable(
                null,
                [
                    new("layer", IsNumber: false),
                    new("kind", IsNumber: false),
                    .. isChain ? Enumerable.Empty<ReportColumn>() : [new ReportColumn("takes", IsNumber: false)],
                    new("output", IsNumber: false),
                    new("parameters"),
                    new("FLOPs"),
                ],
                [.. model.Graph.Nodes.Select(node => LayerRow(node, isChain))]
            )
        );
        report.Table(
            new ReportTable(
                $"memory at batch {batch.ToString(CultureInfo.InvariantCulture)}",
                [new("", IsNumber: false), new("inference"), new("training")],
                [
                    MemoryRow("parameters", parameterBytes, parameterBytes),
                    MemoryRow("gradients", 0, parameterBytes),
                    MemoryRow($"state of {optimizer.Kind}", 0, StateBytes),
                    MemoryRow("best weights so far", 0, parameterBytes),
                    MemoryRow("values and their gradients", inferenceBytes, trainingBytes),
                    MemoryRow("peak", InferenceTotal, TrainingTotal, Tone.Good),
                ]
            )
        );
    }

    /// <summary>Writes it as members of a JSON object.</summary>
    public void Write(Utf8JsonWriter json)
    {
        json.WriteNumber("parameters", model.Parameters.Count);
        json.WriteNumber("flops", model.Graph.Nodes.Sum(Flops));
        json.WriteNumber("batch", batch);
        json.WriteStartArray("layers");
        foreach (Node node in model.Graph.Nodes)
        {
            json.WriteStartObject();
            json.WriteString("name", node.Name);
            json.WriteString("kind", node.Layer?.Kind ?? "input");
            json.WriteStartArray("inputs");
            foreach (Node input in node.Inputs)
            {
                json.WriteStringValue(input.Name);
            }

            json.WriteEndArray();
            if (node.IsShared)
            {
                json.WriteString("shares", node.Owner.Name);
            }

            json.WriteStartArray("output");
            foreach (int extent in node.Shape.Extents)
            {
                json.WriteNumberValue(extent);
            }

            json.WriteEndArray();
            json.WriteNumber("parameters", Parameters(node));
            json.WriteNumber("flops", Flops(node));
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteStartArray("outputs");
        foreach (Node output in model.Graph.Outputs)
        {
            json.WriteStringValue(output.Name);
        }

        json.WriteEndArray();
        json.WriteStartObject("inference");
        json.WriteNumber("parameter_bytes", parameterBytes);
        json.WriteNumber("value_bytes", inferenceBytes);
        json.WriteNumber("peak_bytes", InferenceTotal);
        json.WriteEndObject();
        json.WriteStartObject("training");
        json.WriteString("optimizer", optimizer.Kind);
        json.WriteNumber("parameter_bytes", parameterBytes);
        json.WriteNumber("gradient_bytes", parameterBytes);
        json.WriteNumber("optimizer_bytes", StateBytes);
        json.WriteNumber("best_weight_bytes", parameterBytes);
        json.WriteNumber("value_bytes", trainingBytes);
        json.WriteNumber("peak_bytes", TrainingTotal);
        json.WriteEndObject();
    }

    private IReadOnlyList<ReportCell> LayerRow(Node node, bool isChain) =>
        [
            node.Name,
            new(node.Layer is null ? "input" : LayerText.Describe(node.Layer), Tone.Quiet),
            .. isChain ? Enumerable.Empty<ReportCell>() : [new ReportCell(Takes(node), Tone.Quiet)],
            node.Shape.ToString(),
            node.IsShared ? $"those of {node.Owner.Name}" : Figures.Count(Parameters(node)),
            Figures.Count(Flops(node)),
        ];

    private string Takes(Node node)
    {
        string inputs = string.Join(", ", node.Inputs.Select(input => input.Name));
        return model.Graph.Outputs.Contains(node) && model.Graph.Outputs.Length > 1 ? $"{inputs} (an output)" : inputs;
    }

    private static IReadOnlyList<ReportCell> MemoryRow(string what, long inference, long training, Tone tone = Tone.Normal) =>
        [new(what, Tone.Quiet), new(inference == 0 ? "" : Figures.Bytes(inference), tone), new(Figures.Bytes(training), tone)];

    private static long Flops(Node node) => node.Layer?.Flops(node.InputShapes.AsSpan()) ?? 0;

    private static long Parameters(Node node) => node.OwnParameters.Where(spec => spec.IsTrained).Sum(spec => (long)spec.Shape.Length);
}
