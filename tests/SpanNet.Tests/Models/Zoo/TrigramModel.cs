namespace SpanNet.Tests.Models;

/// <summary>
/// Counts of one, two and three characters, interpolated: p = λ₃p₃ + λ₂p₂ + λ₁p₁ + λ₀/V. Jelinek and Mercer 1980. It gets the weights that
/// are best on the text it is measured on: no smoothing of this kind does better.
/// </summary>
internal sealed class TrigramModel
{
    private readonly int size;
    private readonly int[] one;
    private readonly int[] two;
    private readonly int[] three;

    public TrigramModel(ReadOnlySpan<int> text, int size)
    {
        this.size = size;
        one = new int[size];
        two = new int[size * size];
        three = new int[size * size * size];
        for (int i = 2; i < text.Length; i++)
        {
            one[text[i]]++;
            two[(text[i - 1] * size) + text[i]]++;
            three[(((text[i - 2] * size) + text[i - 1]) * size) + text[i]]++;
        }
    }

    /// <summary>Least mean −ln p of the characters of <paramref name="text"/> from the third on, over weights by expectation and maximization.</summary>
    public double BestLoss(ReadOnlySpan<int> text)
    {
        double[][] parts = new double[text.Length - 2][];
        for (int i = 2; i < text.Length; i++)
        {
            parts[i - 2] =
            [
                1.0 / size,
                Share(one, 0, text[i]),
                Share(two, text[i - 1], text[i]),
                Share(three, (text[i - 2] * size) + text[i - 1], text[i]),
            ];
        }

        double[] weights = [0.25, 0.25, 0.25, 0.25];
        for (int round = 0; round < 100; round++)
        {
            double[] next = new double[4];
            foreach (double[] part in parts)
            {
                double p = Mix(weights, part);
                for (int j = 0; j < 4; j++)
                {
                    next[j] += weights[j] * part[j] / p / parts.Length;
                }
            }

            weights = next;
        }

        return parts.Average(part => -Math.Log(Mix(weights, part)));
    }

    private static double Mix(double[] weights, double[] part) => weights.Zip(part, (w, p) => w * p).Sum();

    private double Share(int[] counts, int context, int character)
    {
        ReadOnlySpan<int> row = counts.AsSpan(context * size, size);
        int sum = 0;
        foreach (int count in row)
        {
            sum += count;
        }

        return sum == 0 ? 0 : row[character] / (double)sum;
    }
}
