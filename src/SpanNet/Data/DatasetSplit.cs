namespace SpanNet.Data;

/// <summary>Which samples train, which validate and which test: three lists of sample numbers, ascending, without overlap.</summary>
public sealed class DatasetSplit
{
    private DatasetSplit(int[] train, int[] validation, int[] test)
    {
        Train = train;
        Validation = validation;
        Test = test;
    }

    /// <summary>Samples to learn from.</summary>
    public ReadOnlyMemory<int> Train { get; }

    /// <summary>Samples that decide when to stop; may be empty.</summary>
    public ReadOnlyMemory<int> Validation { get; }

    /// <summary>Samples that nothing is decided by; may be empty.</summary>
    public ReadOnlyMemory<int> Test { get; }

    /// <summary>The first samples train, the next validate, the next test.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A number is negative.</exception>
    public static DatasetSplit InOrder(int train, int validation, int test) =>
        new(Range(0, train), Range(train, validation), Range(checked(train + validation), test));

    /// <summary>Random parts of <paramref name="count"/> samples: round(fraction · count) validate and test, the rest trains.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A fraction is negative, or nothing is left to train with.</exception>
    public static DatasetSplit ByFraction(int count, double validation, double test, ulong seed) =>
        Stratified(new int[count], validation, test, seed);

    /// <summary>
    /// Random parts in which every class has its share, to one sample. A class that occurs at all occurs in the training part.
    /// </summary>
    /// <param name="labels">The class of each sample; any numbers, equal for equal classes.</param>
    /// <param name="validation">Fraction of the samples that validate.</param>
    /// <param name="test">Fraction of the samples that test.</param>
    /// <param name="seed">The parts are a function of the seed and the labels.</param>
    /// <exception cref="ArgumentOutOfRangeException">A fraction is negative, or nothing is left to train with.</exception>
    public static DatasetSplit Stratified(ReadOnlySpan<int> labels, double validation, double test, ulong seed)
    {
        if (!(validation >= 0) || !(test >= 0) || !(validation + test < 1))
        {
            throw new ArgumentOutOfRangeException(
                nameof(validation),
                $"The validation and test fractions must be 0 or more and leave something to train with; got {validation} and {test}."
            );
        }

        int[] order = new int[labels.Length];
        Shuffle.SplitPermutation(order, seed);
        int[] classes = new int[order.Length];
        for (int i = 0; i < order.Length; i++)
        {
            classes[i] = labels[order[i]];
        }

        // OrderBy is stable, so the random order is kept within a class; Array.Sort is not.
        int[] sorted = [.. Enumerable.Range(0, order.Length).OrderBy(i => classes[i])];
        List<int> trainPart = [];
        List<int> validationPart = [];
        List<int> testPart = [];
        for (int start = 0; start < sorted.Length; )
        {
            int end = start + 1;
            while (end < sorted.Length && classes[sorted[end]] == classes[sorted[start]])
            {
                end++;
            }

            // Differences of rounded running totals: exact over all classes together, to one sample within each.
            int validating = Rounded(end * validation) - Rounded(start * validation);
            int testing = Rounded(end * test) - Rounded(start * test);
            validating = Math.Min(validating, end - start - 1);
            testing = Math.Min(testing, end - start - 1 - validating);
            for (int i = start; i < end; i++)
            {
                (
                    i - start < validating ? validationPart
                    : i - start < validating + testing ? testPart
                    : trainPart
                ).Add(order[sorted[i]]);
            }

            start = end;
        }

        return new DatasetSplit(Ascending(trainPart), Ascending(validationPart), Ascending(testPart));
    }

    /// <summary>The numbers start … start + count − 1.</summary>
    internal static int[] Range(int start, int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(start);
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        return [.. Enumerable.Range(start, count)];
    }

    private static int Rounded(double value) => (int)Math.Round(value, MidpointRounding.AwayFromZero);

    private static int[] Ascending(List<int> part)
    {
        part.Sort();
        return [.. part];
    }
}
