using System.Numerics.Tensors;
using System.Text;
using SpanNet.Data;
using SpanNet.Kernels.RandomNumbers;
using SpanNet.Kernels.Softmax;
using SpanNet.Kernels.Threading;
using SpanNet.Models;

namespace SpanNet.Inference;

/// <summary>
/// Continues a text, character by character, with a model that gives for each position of a window the scores of the next character and
/// looks at no later one. When the text is longer than the window, the model sees its end. One generator serves one caller at a time.
/// </summary>
public sealed class TextGenerator : IDisposable
{
    private readonly InferenceSession session;
    private readonly Vocabulary vocabulary;
    private readonly float[] input;
    private readonly float[] scores;
    private readonly float[] sorted;

    /// <summary>Prepares <paramref name="model"/>, which must outlive the generator.</summary>
    /// <exception cref="ArgumentException">It is no model of texts: it has no vocabulary, or does not map a window to scores of each position.</exception>
    public TextGenerator(Model model, ThreadTeam? team = null)
    {
        ArgumentNullException.ThrowIfNull(model);
        vocabulary = model.Vocabulary ?? throw new ArgumentException("The model has learned no text: it has no vocabulary.");
        int window = model.Graph.Inputs[0].Shape.Length;
        int outputs = model.Graph.Outputs[0].Shape.Length;
        if (model.Graph.Inputs.Length > 1 || model.Graph.Outputs.Length > 1 || outputs != window * vocabulary.Count)
        {
            throw new ArgumentException(
                $"Expected a model with scores of {vocabulary.Count} characters for each of {window} positions, got {outputs} outputs."
            );
        }

        session = new InferenceSession(model, 1, team);
        input = new float[window];
        scores = new float[outputs];
        sorted = new float[vocabulary.Count];
    }

    /// <summary>Up to <paramref name="length"/> characters that follow <paramref name="prompt"/>, without it.</summary>
    /// <exception cref="InvalidDataException">The prompt is empty or has a character that was not learned.</exception>
    public string Generate(string prompt, int length, SamplingOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        var text = new List<int>(vocabulary.Encode(prompt));
        if (text.Count == 0)
        {
            throw new InvalidDataException("the prompt is empty; expected at least one character");
        }

        var random = RandomStream.For(options.Seed, "generate");
        var written = new StringBuilder();
        for (int i = 0; i < length; i++)
        {
            int next = Choose(ScoresAfter(text), options, random, i);
            text.Add(next);
            written.Append(vocabulary.Characters[next]);
        }

        return written.ToString();
    }

    /// <inheritdoc/>
    public void Dispose() => session.Dispose();

    /// <summary>The scores of the character behind <paramref name="text"/>. What stands behind it in the window is not looked at.</summary>
    private Span<float> ScoresAfter(List<int> text)
    {
        int seen = Math.Min(text.Count, input.Length);
        for (int i = 0; i < input.Length; i++)
        {
            input[i] = i < seen ? text[text.Count - seen + i] : 0f;
        }

        session.Run(input, scores);
        return scores.AsSpan((seen - 1) * vocabulary.Count, vocabulary.Count);
    }

    private int Choose(Span<float> row, SamplingOptions options, RandomStream random, int step)
    {
        if (options.Temperature == 0f)
        {
            return row.IndexOf(TensorPrimitives.Max<float>(row));
        }

        if (options.TopK > 0 && options.TopK < row.Length)
        {
            row.CopyTo(sorted);
            Array.Sort(sorted);
            float least = sorted[^options.TopK];
            foreach (ref float score in row)
            {
                score = score < least ? float.NegativeInfinity : score;
            }
        }

        TensorPrimitives.Divide(row, options.Temperature, row);
        RowSoftmax.Forward(row, row, row.Length);
        Span<float> draw = stackalloc float[1];
        random.Uniform(draw, (ulong)step);
        float sum = 0f;
        int chosen = 0;
        for (int i = 0; i < row.Length && sum <= draw[0]; i++)
        {
            sum += row[i];
            chosen = row[i] > 0f ? i : chosen;
        }

        return chosen;
    }
}
