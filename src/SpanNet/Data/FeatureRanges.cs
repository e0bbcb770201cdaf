namespace SpanNet.Data;

/// <summary>Mean, standard deviation, minimum and maximum of each feature of a data set, summed in double in the order of the samples.</summary>
internal sealed class FeatureRanges
{
    private FeatureRanges(int length)
    {
        Mean = new double[length];
        Deviation = new double[length];
        Minimum = new float[length];
        Maximum = new float[length];
    }

    public double[] Mean { get; }

    public double[] Deviation { get; }

    public float[] Minimum { get; }

    public float[] Maximum { get; }

    /// <summary>True when all samples have the same value; the deviation may still be a rounding error above 0.</summary>
    public bool IsConstant(int feature) => Minimum[feature] == Maximum[feature];

    /// <summary>Reads every sample twice: the second time for Σ(x − mean)², which loses no digits to a large mean.</summary>
    public static FeatureRanges Measure(Dataset data)
    {
        ArgumentNullException.ThrowIfNull(data);
        if (data.Count == 0)
        {
            throw new InvalidDataException($"{data.Name}: a scaling cannot be fitted on no samples.");
        }

        var ranges = new FeatureRanges(data.InputLength);
        float[] input = new float[data.InputLength];
        float[] target = new float[data.TargetLength];
        data.Read(0, ranges.Minimum, target);
        data.Read(0, ranges.Maximum, target);
        for (int i = 0; i < data.Count; i++)
        {
            data.Read(i, input, target);
            for (int f = 0; f < input.Length; f++)
            {
                if (!float.IsFinite(input[f]))
                {
                    throw new InvalidDataException($"{data.Name}: feature {f} of sample {i} is not a finite number.");
                }

                ranges.Mean[f] += input[f];
                ranges.Minimum[f] = Math.Min(ranges.Minimum[f], input[f]);
                ranges.Maximum[f] = Math.Max(ranges.Maximum[f], input[f]);
            }
        }

        for (int f = 0; f < input.Length; f++)
        {
            ranges.Mean[f] /= data.Count;
            if (!float.IsFinite(ranges.Maximum[f] - ranges.Minimum[f]))
            {
                throw new InvalidDataException($"{data.Name}: the range of feature {f} is larger than the largest float.");
            }
        }

        for (int i = 0; i < data.Count; i++)
        {
            data.Read(i, input, target);
            for (int f = 0; f < input.Length; f++)
            {
                double difference = input[f] - ranges.Mean[f];
                ranges.Deviation[f] += difference * difference;
            }
        }

        for (int f = 0; f < input.Length; f++)
        {
            ranges.Deviation[f] = Math.Sqrt(ranges.Deviation[f] / data.Count);
        }

        return ranges;
    }
}
