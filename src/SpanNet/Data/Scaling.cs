using System.Numerics.Tensors;
using System.Text.Json;

namespace SpanNet.Data;

/// <summary>
/// x ← (x − offset) / divisor, per feature, with offset and divisor fitted on the training part only. Plain data, stored in the model.
/// </summary>
public sealed class Scaling
{
    private readonly float[] offset;
    private readonly float[] divisor;

    private Scaling(ScalingKind kind, float[] offset, float[] divisor)
    {
        Kind = kind;
        this.offset = offset;
        this.divisor = divisor;
    }

    /// <summary>Changes nothing, at any length.</summary>
    public static Scaling Identity { get; } = new(ScalingKind.None, [], []);

    /// <summary>What each feature becomes.</summary>
    public ScalingKind Kind { get; }

    /// <summary>Number of features; 0 for <see cref="Identity"/>, which fits every length.</summary>
    public int Length => offset.Length;

    /// <summary>What is taken off each feature: its mean or its minimum.</summary>
    public ReadOnlySpan<float> Offset => offset;

    /// <summary>What each feature is then divided by: its standard deviation or its range; 1 for a constant feature.</summary>
    public ReadOnlySpan<float> Divisor => divisor;

    /// <summary>Fits the scaling of this kind.</summary>
    /// <inheritdoc cref="Standardize" path="/exception"/>
    public static Scaling Fit(ScalingKind kind, Dataset train) =>
        kind switch
        {
            ScalingKind.None => Identity,
            ScalingKind.Standardize => Standardize(train),
            ScalingKind.MinMax => MinMax(train),
            _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "No such scaling."),
        };

    /// <summary>
    /// Mean 0 and variance 1 (the population's, Σ(x − mean)²/n) for each feature of <paramref name="train"/>; a constant feature becomes 0.
    /// </summary>
    /// <exception cref="InvalidDataException">There are no samples, or a value or a feature's range is not finite.</exception>
    public static Scaling Standardize(Dataset train)
    {
        FeatureRanges ranges = FeatureRanges.Measure(train);
        float[] divisor = new float[ranges.Mean.Length];
        for (int i = 0; i < divisor.Length; i++)
        {
            divisor[i] = ranges.IsConstant(i) ? 1 : NeverZero((float)ranges.Deviation[i]);
        }

        return new Scaling(ScalingKind.Standardize, Array.ConvertAll(ranges.Mean, mean => (float)mean), divisor);
    }

    /// <summary>0 to 1 for each feature of <paramref name="train"/>; a constant feature becomes 0.</summary>
    /// <exception cref="InvalidDataException">There are no samples, or a value or a feature's range is not finite.</exception>
    public static Scaling MinMax(Dataset train)
    {
        FeatureRanges ranges = FeatureRanges.Measure(train);
        float[] divisor = new float[ranges.Minimum.Length];
        for (int i = 0; i < divisor.Length; i++)
        {
            divisor[i] = ranges.IsConstant(i) ? 1 : ranges.Maximum[i] - ranges.Minimum[i];
        }

        return new Scaling(ScalingKind.MinMax, ranges.Minimum, divisor);
    }

    /// <summary>Scales rows in place. Allocates nothing.</summary>
    /// <param name="rows">Whole rows of <see cref="Length"/> floats.</param>
    /// <exception cref="ArgumentException">The span holds no whole number of rows.</exception>
    public void Apply(Span<float> rows)
    {
        if (Kind == ScalingKind.None)
        {
            return;
        }

        if (rows.Length % Length != 0)
        {
            throw new ArgumentException($"The scaling has {Length} features, but {rows.Length} floats are no whole number of rows.");
        }

        for (; !rows.IsEmpty; rows = rows[Length..])
        {
            Span<float> row = rows[..Length];
            TensorPrimitives.Subtract(row, offset, row);
            TensorPrimitives.Divide(row, divisor, row);
        }
    }

    /// <summary>Writes {"kind":…,"offset":[…],"divisor":[…]}; <see cref="Identity"/> has the kind "none" and nothing else.</summary>
    public void Write(Utf8JsonWriter json)
    {
        ArgumentNullException.ThrowIfNull(json);
        json.WriteStartObject();
        json.WriteString("kind", JsonFields.Name(Kind));
        if (Kind != ScalingKind.None)
        {
            JsonFields.Write(json, "offset", offset);
            JsonFields.Write(json, "divisor", divisor);
        }

        json.WriteEndObject();
    }

    /// <summary>Reads what <see cref="Write"/> wrote.</summary>
    /// <exception cref="InvalidDataException">It is something else; the message names the field.</exception>
    public static Scaling Read(JsonElement json)
    {
        ScalingKind kind = JsonFields.Choice<ScalingKind>(json, "kind");
        if (kind == ScalingKind.None)
        {
            return Identity;
        }

        float[] offset = JsonFields.Floats(json, "offset");
        float[] divisor = JsonFields.Floats(json, "divisor");
        if (offset.Length == 0 || offset.Length != divisor.Length || Array.Exists(divisor, value => value <= 0))
        {
            throw new InvalidDataException(
                "scaling: \"offset\" and \"divisor\" must have one number per feature, and divisors be positive."
            );
        }

        return new Scaling(kind, offset, divisor);
    }

    // A deviation below the smallest float: the feature varies, but too little to divide by.
    private static float NeverZero(float deviation) => deviation > 0 ? deviation : 1;
}
