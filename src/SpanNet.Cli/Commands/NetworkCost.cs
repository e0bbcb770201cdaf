using SpanNet.Graphs;

namespace SpanNet.Cli.Commands;

/// <summary>The arithmetic of a network by the usual count: what its layers say of a forward pass, from which a training step follows.</summary>
internal static class NetworkCost
{
    /// <summary>FLOPs of a forward pass of one sample.</summary>
    public static long Forward(Graph graph) => graph.Nodes.Sum(Flops);

    /// <summary>
    /// FLOPs of a training step of one sample: forward and backward; nobody asks for the gradients of the network's own inputs. The
    /// loss and the update are not counted.
    /// </summary>
    public static long Training(Graph graph)
    {
        long backward = 0;
        var learning = new HashSet<Node>();
        foreach (Node node in graph.Nodes)
        {
            bool inputLearns = node.Inputs.Any(learning.Contains);
            bool hasParameters = node.Layer?.Parameters(node.InputShapes.AsSpan()).Length > 0;
            if (inputLearns || hasParameters)
            {
                learning.Add(node);
            }

            backward += node.Layer?.BackwardFlops(node.InputShapes.AsSpan(), inputLearns, hasParameters) ?? 0;
        }

        return Forward(graph) + backward;
    }

    private static long Flops(Node node) => node.Layer?.Flops(node.InputShapes.AsSpan()) ?? 0;
}
