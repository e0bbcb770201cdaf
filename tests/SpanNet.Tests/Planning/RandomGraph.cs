using SpanNet.Graphs;
using SpanNet.Layers;
using SpanNet.Testing.Cases;

namespace SpanNet.Tests.Planning;

/// <summary>Graphs drawn at random: several inputs and outputs, fan-out, sums, concatenations, slices, views, dropout; always the same for a seed.</summary>
internal static class RandomGraph
{
    public static Graph Of(int seed)
    {
        var random = new Random(seed);
        var builder = new GraphBuilder();
        List<Node> nodes = [builder.Input(new Shape(random.Next(1, 9)))];
        if (random.Next(2) == 0)
        {
            nodes.Add(builder.Input(new Shape(random.Next(1, 4), random.Next(1, 6))));
        }

        int layers = random.Next(2, 16);
        while (nodes.Count < layers + 2)
        {
            Node a = nodes[random.Next(Math.Max(0, nodes.Count - 6), nodes.Count)];
            nodes.Add(Draw(random, builder, nodes, a));
        }

        return builder.Build([.. Outputs(random, nodes)]);
    }

    /// <summary>The node whose value <paramref name="node"/> stands for: views and dropout without effect have none of their own.</summary>
    public static Node ValueOf(Node node, PlanMode mode)
    {
        while (node.Layer is not null && node.Layer.IsIdentity(mode))
        {
            node = node.Inputs[0];
        }

        return node;
    }

    private static Node Draw(Random random, GraphBuilder builder, List<Node> nodes, Node a)
    {
        switch (random.Next(12))
        {
            case 0 or 1 or 2:
                var activation = ActivationCases.All[random.Next(ActivationCases.All.Count)].Activation;
                return builder.Add(
                    new Dense(random.Next(1, 20)) { Activation = random.Next(2) == 0 ? activation : null, HasBias = random.Next(3) > 0 },
                    a
                );
            case 3:
                return builder.Add(new Activate(ActivationCases.All[random.Next(ActivationCases.All.Count)].Activation), a);
            case 4:
                Node[] alike = [.. nodes.Where(node => node.Shape == a.Shape)];
                return builder.Add(new Sum(), [a, .. Enumerable.Range(0, random.Next(1, 3)).Select(_ => alike[random.Next(alike.Length)])]);
            case 5:
                Node flatA = a.Shape.Rank == 1 ? a : builder.Add(new Flatten(), a);
                Node b = nodes[random.Next(nodes.Count)];
                return a.Shape.Length > 60
                    ? flatA
                    : builder.Add(new Concat(), flatA, b.Shape.Rank == 1 ? b : builder.Add(new Flatten(), b));
            case 6:
                return builder.Add(new Dropout(random.Next(3) * 0.3f), a);
            case 7:
                return builder.Add(new Reshape(new Shape(1, a.Shape.Length)), a);
            case 8:
                Node[] dense = [.. Behind(a).Where(node => node.Layer is Dense && node.Inputs[0].Shape[^1] == a.Shape[^1])];
                return dense.Length == 0 ? builder.Add(new Flatten(), a) : builder.Share(dense[random.Next(dense.Length)], a);
            case 9 or 10:
                int axis = random.Next(a.Shape.Rank);
                int start = random.Next(a.Shape[axis]);
                return builder.Add(new Slice(start, random.Next(1, a.Shape[axis] - start + 1), axis), a);
            default:
                return builder.Add(new Softmax { IsLogarithmic = random.Next(2) == 0 }, a);
        }
    }

    /// <summary>What <paramref name="node"/> is computed from, itself included: a layer that is shared must be computed.</summary>
    private static IEnumerable<Node> Behind(Node node) => [node, .. node.Inputs.SelectMany(Behind)];

    /// <summary>The last node and some others, each value once.</summary>
    private static IEnumerable<Node> Outputs(Random random, List<Node> nodes)
    {
        Node[] chosen = [nodes[^1], .. nodes.Where(node => node.Layer is not null && random.Next(6) == 0)];
        return chosen.DistinctBy(node => ValueOf(node, PlanMode.Training));
    }
}
