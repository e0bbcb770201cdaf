using SpanNet.Graphs;

namespace SpanNet.Cli.Commands;

/// <summary>The arithmetic of a network by the usual count: what its layers say of a forward pass, from which a training step follows.</summary>
internal static class NetworkCost
{
    /// <summary>FLOPs of a forward pass of one sample.</summary>
    public static long Forward(Graph graph) => graph.Nodes.Sum(Flops);

    /// <summary>
    /// FLOPs of a training step of one sample: forward, gradients of the weights and gradients of the inputs each cost the same, but
    /// nobody asks for the gradients of the network's own inputs. The update is not counted.
    /// </summary>
    public static long Training(Graph graph)
    {
        long unused = 0;
        bool[] learns = new bool[graph.Nodes.Length];
        foreach (Node node in graph.Nodes)
        {
            bool inputLearns = node.Inputs.Any(input => learns[input.Index]);
            bool hasParameters = node.Layer?.Parameters(node.InputShapes.AsSpan()).Length > 0;
            learns[node.Index] = inputLearns || hasParameters;
            unused += inputLearns ? 0 : Flops(node);
        }

        return (3 * Forward(graph)) - unused;
    }

    private static long Flops(Node node) => node.Layer?.Flops(node.InputShapes.AsSpan()) ?? 0;
}
