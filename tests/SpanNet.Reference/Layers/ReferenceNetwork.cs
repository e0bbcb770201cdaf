namespace SpanNet.Reference.Layers;

/// <summary>Any graph of layers in double: every value and every gradient has an array of its own.</summary>
public sealed class ReferenceNetwork(IReadOnlyList<ReferenceNode> nodes, int[] inputs, int[] outputs)
{
    /// <summary>The values of all outputs.</summary>
    public double[][] Forward(int batch, double[][] x, double[][] parameters)
    {
        double[][] values = Values(batch, x, parameters);
        return [.. outputs.Select(node => values[node])];
    }

    /// <summary>The gradients of Σ dy·y by all inputs and by all parameters.</summary>
    public (double[][] Inputs, double[][] Parameters) Backward(int batch, double[][] x, double[][] parameters, double[][] dy)
    {
        double[][] values = Values(batch, x, parameters);
        double[][] gradients = Zeros(values);
        double[][] dp = Zeros(parameters);
        for (int i = 0; i < outputs.Length; i++)
        {
            for (int j = 0; j < dy[i].Length; j++)
            {
                gradients[outputs[i]][j] += dy[i][j];
            }
        }

        for (int i = nodes.Count - 1; i >= 0; i--)
        {
            ReferenceNode node = nodes[i];
            node.Layer?.Backward(
                batch,
                Pick(values, node.Inputs),
                Pick(parameters, node.Parameters),
                gradients[i],
                Pick(gradients, node.Inputs),
                Pick(dp, node.Parameters)
            );
        }

        return (Pick(gradients, inputs), dp);
    }

    private static double[][] Pick(double[][] all, int[] numbers) => [.. numbers.Select(number => all[number])];

    private static double[][] Zeros(double[][] like) => [.. like.Select(array => new double[array.Length])];

    private double[][] Values(int batch, double[][] x, double[][] parameters)
    {
        double[][] values = new double[nodes.Count][];
        for (int i = 0; i < nodes.Count; i++)
        {
            values[i] =
                nodes[i].Layer?.Forward(batch, Pick(values, nodes[i].Inputs), Pick(parameters, nodes[i].Parameters))
                ?? x[Array.IndexOf(inputs, i)];
        }

        return values;
    }
}
