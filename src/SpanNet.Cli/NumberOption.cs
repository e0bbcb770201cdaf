using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using System.Numerics;

namespace SpanNet.Cli;

/// <summary>Options that are numbers in a range, always in invariant culture; null when not given.</summary>
internal static class NumberOption
{
    /// <summary>A whole number.</summary>
    public static Option<int?> Whole(string name, string description, int minimum, int maximum = int.MaxValue) =>
        Make(name, description, minimum, maximum, NumberStyles.AllowLeadingSign, "a whole number");

    /// <summary>A seed: any whole number of 64 bits.</summary>
    public static Option<ulong?> Seed(string name, string description) =>
        Make(name, description, ulong.MinValue, ulong.MaxValue, NumberStyles.None, "a whole number");

    /// <summary>A number.</summary>
    public static Option<double?> Real(string name, string description, double minimum, double maximum) =>
        Make(name, description, minimum, maximum, NumberStyles.Float, "a number");

    private static Option<T?> Make<T>(string name, string description, T minimum, T maximum, NumberStyles styles, string what)
        where T : struct, INumber<T>, IMinMaxValue<T> =>
        new(name)
        {
            Description = description,
            HelpName = "N",
            CustomParser = result => Parse(result, name, minimum, maximum, styles, what),
        };

    private static T? Parse<T>(ArgumentResult result, string name, T minimum, T maximum, NumberStyles styles, string what)
        where T : struct, INumber<T>, IMinMaxValue<T>
    {
        string text = result.Tokens[0].Value;
        if (T.TryParse(text, styles, CultureInfo.InvariantCulture, out T value) && value >= minimum && value <= maximum)
        {
            return value;
        }

        string range = (minimum > T.MinValue, maximum < T.MaxValue) switch
        {
            (true, true) => string.Create(CultureInfo.InvariantCulture, $" from {minimum} to {maximum}"),
            (true, false) => string.Create(CultureInfo.InvariantCulture, $" of at least {minimum}"),
            _ => "",
        };
        result.AddError($"{name}: expected {what}{range}, got '{text}'");
        return null;
    }
}
