using System.Text.Json;
using SpanNet.Configuration;

namespace SpanNet.Layers;

/// <summary>Sizes and paddings in files: 3 or [3, 5]; "same", "valid", 1, [1, 2] (rows, columns) or [top, left, bottom, right].</summary>
internal static class WindowOptions
{
    /// <summary>A size; <paramref name="fallback"/> when not given, an error when there is none.</summary>
    public static Size2D Size(OptionReader options, string name, Size2D? fallback = null, int minimum = 1)
    {
        if (!options.TryGet(name, out JsonElement value))
        {
            return fallback
                ?? throw new ConfigurationException(options.PathOf(name), "missing; expected a whole number, or rows and columns");
        }

        if (value.ValueKind != JsonValueKind.Array)
        {
            return options.Int32(name, minimum: minimum);
        }

        int[] sizes = options.Int32s(name, minimum);
        return sizes is [int height, int width]
            ? new Size2D(height, width)
            : throw new ConfigurationException(options.PathOf(name), $"expected rows and columns, got {OptionReader.Describe(value)}");
    }

    /// <summary>A padding; none when not given.</summary>
    public static Padding Padding(OptionReader options, string name)
    {
        if (!options.TryGet(name, out JsonElement value))
        {
            return Layers.Padding.Valid;
        }

        if (value.ValueKind == JsonValueKind.Number)
        {
            return options.Int32(name, minimum: 0);
        }

        int[] sides = value.ValueKind == JsonValueKind.Array ? options.Int32s(name, minimum: 0) : [];
        return sides switch
        {
            [int rows, int columns] => Layers.Padding.Of(rows, columns),
            [int top, int left, int bottom, int right] => Layers.Padding.Of(top, left, bottom, right),
            _ when value.ValueKind == JsonValueKind.String && value.GetString() == "same" => Layers.Padding.Same,
            _ when value.ValueKind == JsonValueKind.String && value.GetString() == "valid" => Layers.Padding.Valid,
            _ => throw new ConfigurationException(
                options.PathOf(name),
                $"expected \"same\", \"valid\", a whole number, [rows, columns] or [top, left, bottom, right], got {OptionReader.Describe(value)}"
            ),
        };
    }

    /// <summary>A padding of a sequence: "same", "valid", 1 or [before, after]; none when not given.</summary>
    public static Padding Padding1D(OptionReader options, string name)
    {
        if (!options.TryGet(name, out JsonElement value) || value.ValueKind != JsonValueKind.Array)
        {
            return Padding(options, name);
        }

        return options.Int32s(name, minimum: 0) is [int before, int after]
            ? Layers.Padding.Of(0, before, 0, after)
            : throw new ConfigurationException(options.PathOf(name), $"expected [before, after], got {OptionReader.Describe(value)}");
    }

    /// <summary>Writes a size, left out when it equals <paramref name="fallback"/>.</summary>
    public static void Write(OptionWriter writer, string name, Size2D value, Size2D? fallback = null)
    {
        if (value == fallback)
        {
            return;
        }

        if (value.Height == value.Width)
        {
            writer.Int32(name, value.Height);
        }
        else
        {
            writer.Int32s(name, [value.Height, value.Width]);
        }
    }

    /// <summary>Writes a padding, left out when there is none.</summary>
    public static void Write(OptionWriter writer, string name, Padding value)
    {
        if (value.IsSame)
        {
            writer.String(name, "same");
        }
        else if (value == Layers.Padding.Of(value.Top, value.Top))
        {
            writer.Int32(name, value.Top, 0);
        }
        else
        {
            writer.Int32s(name, [value.Top, value.Left, value.Bottom, value.Right]);
        }
    }

    /// <summary>Writes the padding of a sequence, left out when there is none.</summary>
    public static void Write1D(OptionWriter writer, string name, Padding value)
    {
        if (value.IsSame || value.Left == value.Right)
        {
            Write(writer, name, value.IsSame ? value : (Padding)value.Left);
        }
        else
        {
            writer.Int32s(name, [value.Left, value.Right]);
        }
    }
}
