using SpanNet.Cli.Reports;
using SpanNet.Graphs;

namespace SpanNet.Cli.Commands;

/// <summary>A network in the language of Graphviz: a box for each layer, edges as values flow, a dashed line to the owner of shared parameters.</summary>
internal static class GraphvizDrawing
{
    /// <summary>Writes the whole drawing: <c>spannet summary mlp --dot | dot -Tsvg</c>.</summary>
    public static void Write(TextWriter output, Graph graph)
    {
        output.WriteLine("digraph network {");
        output.WriteLine("  node [shape=box, fontname=\"sans-serif\", fontsize=10];");
        output.WriteLine("  edge [fontname=\"sans-serif\", fontsize=8];");
        Dictionary<Node, string> names = graph.Nodes.Select((node, i) => (node, $"n{i}")).ToDictionary();
        foreach (Node node in graph.Nodes)
        {
            string shape = node.Layer is null ? ", shape=ellipse" : "";
            string border = graph.Outputs.Contains(node) ? ", peripheries=2" : "";
            output.WriteLine($"  {names[node]} [label=\"{Label(node)}\"{shape}{border}];");
        }

        foreach (Node node in graph.Nodes)
        {
            foreach (Node input in node.Inputs)
            {
                output.WriteLine($"  {names[input]} -> {names[node]} [label=\"{Escaped(input.Shape.ToString())}\"];");
            }

            if (node.IsShared)
            {
                output.WriteLine($"  {names[node.Owner]} -> {names[node]} [style=dashed, dir=none, constraint=false, label=\"shared\"];");
            }
        }

        output.WriteLine("}");
    }

    private static string Label(Node node)
    {
        string kind = node.Layer is null ? "input" : LayerText.Describe(node.Layer);
        long parameters = node.OwnParameters.Where(spec => spec.IsTrained).Sum(spec => (long)spec.Shape.Length);
        string last =
            node.IsShared ? $"{node.Shape}, parameters of {node.Owner.Name}"
            : parameters > 0 ? $"{node.Shape}, {Figures.Count(parameters)} parameters"
            : node.Shape.ToString();
        return $"{Escaped(node.Name)}\\n{Escaped(kind)}\\n{Escaped(last)}";
    }

    private static string Escaped(string text) =>
        text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal);
}
