using System.Runtime.CompilerServices;

namespace SpanNet.Configuration;

/// <summary>What a numeric option may be: one rule for what code sets and for what files say.</summary>
internal sealed class OptionRange
{
    private readonly Func<float, bool> contains;
    private readonly string rule;

    private OptionRange(Func<float, bool> contains, string rule)
    {
        this.contains = contains;
        this.rule = rule;
    }

    /// <summary>0 or more, finite.</summary>
    public static OptionRange NotNegative { get; } = new(x => x >= 0 && float.IsFinite(x), "a number of at least 0");

    /// <summary>Above 0, finite.</summary>
    public static OptionRange Positive { get; } = new(x => x > 0 && float.IsFinite(x), "a number above 0");

    /// <summary>Above 0; infinite means no limit.</summary>
    public static OptionRange Limit { get; } = new(x => x > 0, "a number above 0");

    /// <summary>From 0 to below 1.</summary>
    public static OptionRange Fraction { get; } = new(x => x is >= 0 and < 1, "a number of at least 0 and below 1");

    /// <summary>From 0 to 1.</summary>
    public static OptionRange Share { get; } = new(x => x is >= 0 and <= 1, "a number from 0 to 1");

    /// <summary><paramref name="value"/>, if it is in the range.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is not; the message names the option.</exception>
    public float Check(float value, [CallerMemberName] string name = "") =>
        contains(value) ? value : throw new ArgumentOutOfRangeException(name, value, $"{name}: expected {rule}.");

    /// <summary>Option <paramref name="name"/> of a file.</summary>
    /// <exception cref="ConfigurationException">It is no number or out of the range; the message names the path.</exception>
    public float Read(OptionReader options, string name, float fallback)
    {
        float value = options.Single(name, fallback);
        return contains(value)
            ? value
            : throw new ConfigurationException(options.PathOf(name), FormattableString.Invariant($"expected {rule}, got {value}"));
    }
}
