using System.Globalization;

namespace SpanNet.Data;

/// <summary>Numbers in the cells of a table: decimal point, no thousands separators, finite as float.</summary>
internal static class CellNumber
{
    public static bool TryParse(string text, out float value) =>
        float.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out value) && float.IsFinite(value);

    /// <summary>The one spelling of a number ("1.0", "+1" and "1" are one class); other text as it is.</summary>
    public static string Canonical(string text) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double value) && double.IsFinite(value)
            ? (value == 0 ? 0 : value).ToString(CultureInfo.InvariantCulture)
            : text;
}
