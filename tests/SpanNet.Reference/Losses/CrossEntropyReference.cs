namespace SpanNet.Reference.Losses;

/// <summary>Cross-entropy of softmax as PyTorch's CrossEntropyLoss with reduction 'mean', and a weight per row.</summary>
public static class CrossEntropyReference
{
    /// <summary>With class indices: divided by the weights of the rows' classes.</summary>
    public static double OfIndices(double[] x, int[] classes, double[] classWeights, double smoothing, double[] rowWeights)
    {
        int n = classWeights.Length;
        double sum = 0;
        double weight = 0;
        for (int row = 0; row < classes.Length; row++)
        {
            double[] logs = LogSoftmax(x.AsSpan(row * n, n));
            double loss = -(1 - smoothing) * classWeights[classes[row]] * logs[classes[row]];
            for (int j = 0; j < n; j++)
            {
                loss -= smoothing / n * classWeights[j] * logs[j];
            }

            sum += rowWeights[row] * loss;
            weight += rowWeights[row] * classWeights[classes[row]];
        }

        return sum / weight;
    }

    /// <summary>With class probabilities: divided by the rows.</summary>
    public static double OfProbabilities(double[] x, double[] targets, double[] classWeights, double smoothing, double[] rowWeights)
    {
        int n = classWeights.Length;
        double sum = 0;
        double weight = 0;
        for (int row = 0; row < rowWeights.Length; row++)
        {
            double[] logs = LogSoftmax(x.AsSpan(row * n, n));
            for (int j = 0; j < n; j++)
            {
                double t = ((1 - smoothing) * targets[(row * n) + j]) + (smoothing / n);
                sum -= rowWeights[row] * classWeights[j] * t * logs[j];
            }

            weight += rowWeights[row];
        }

        return sum / weight;
    }

    private static double[] LogSoftmax(ReadOnlySpan<double> x)
    {
        double max = double.NegativeInfinity;
        foreach (double value in x)
        {
            max = Math.Max(max, value);
        }

        double sum = 0;
        foreach (double value in x)
        {
            sum += Math.Exp(value - max);
        }

        double[] logs = new double[x.Length];
        for (int j = 0; j < x.Length; j++)
        {
            logs[j] = x[j] - max - Math.Log(sum);
        }

        return logs;
    }
}
