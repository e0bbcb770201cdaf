namespace SpanNet.Testing.Cases;

/// <summary>One matrix product C[m, n] = A[m, k] · B[k, n].</summary>
/// <param name="Form">What it is to a dense layer.</param>
/// <param name="M">Rows of C.</param>
/// <param name="N">Columns of C.</param>
/// <param name="K">The inner dimension.</param>
public sealed record GemmCase(GemmForm Form, int M, int N, int K)
{
    /// <summary>Rows of the layer's batch.</summary>
    public int Batch => Form == GemmForm.WeightGradient ? K : M;

    /// <summary>Outputs of the layer.</summary>
    public int Outputs => Form == GemmForm.InputGradient ? K : N;

    /// <summary>Inputs of the layer.</summary>
    public int Inputs =>
        Form switch
        {
            GemmForm.Forward => K,
            GemmForm.WeightGradient => M,
            _ => N,
        };

    /// <summary>Floating-point operations.</summary>
    public long Flops => 2L * M * N * K;

    /// <summary>Least bytes that move: A and B read, C written.</summary>
    public long Bytes => sizeof(float) * (((long)M * K) + ((long)K * N) + ((long)M * N));

    /// <summary>The case whose <see cref="ToString"/> is "fwd 32x128x784".</summary>
    /// <exception cref="FormatException">It is none.</exception>
    public static GemmCase Parse(string text)
    {
        string[] words = text.Split(' ');
        string[] sizes = words[^1].Split('x');
        if (words.Length != 2 || sizes.Length != 3 || GemmFormNames.Find(words[0]) is not { } form)
        {
            throw new FormatException($"'{text}' is no matrix product; expected 'fwd|dW|dX MxNxK'.");
        }

        int[] n = [.. sizes.Select(size => int.Parse(size, System.Globalization.CultureInfo.InvariantCulture))];
        return new(form, n[0], n[1], n[2]);
    }

    public override string ToString() => $"{GemmFormNames.Of(Form)} {M}x{N}x{K}";
}
