using System.Runtime.CompilerServices;

namespace SpanNet.Catalogs;

/// <summary>The checks of numeric options: each returns the value, or throws with the option's name, the value and what is allowed.</summary>
internal static class OptionRange
{
    /// <summary>value ≥ 0, finite.</summary>
    public static float NotNegative(float value, [CallerMemberName] string name = "") =>
        value >= 0 && float.IsFinite(value) ? value : throw Refused(name, value, "not be negative");

    /// <summary>value &gt; 0, finite.</summary>
    public static float Positive(float value, [CallerMemberName] string name = "") =>
        value > 0 && float.IsFinite(value) ? value : throw Refused(name, value, "be positive");

    /// <summary>value &gt; 0, or infinite for "no limit".</summary>
    public static float Limit(float value, [CallerMemberName] string name = "") =>
        value > 0 ? value : throw Refused(name, value, "be positive (infinite: no limit)");

    /// <summary>0 ≤ value &lt; 1.</summary>
    public static float Fraction(float value, [CallerMemberName] string name = "") =>
        value is >= 0 and < 1 ? value : throw Refused(name, value, "be at least 0 and below 1");

    private static ArgumentOutOfRangeException Refused(string name, float value, string rule) => new(name, value, $"{name} must {rule}.");
}
