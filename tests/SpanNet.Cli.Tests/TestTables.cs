using System.Globalization;
using System.Text;

namespace SpanNet.Cli.Tests;

/// <summary>Small CSV files with something to learn.</summary>
internal static class TestTables
{
    /// <summary>Three kinds of flower, told apart by two lengths and mostly by the colour.</summary>
    public static string Flowers(int rows)
    {
        string[] kinds = ["iris", "rose", "tulip"];
        string[] colours = ["blue", "red", "yellow"];
        var random = new Random(7);
        var text = new StringBuilder("length,width,colour,kind\n");
        for (int i = 0; i < rows; i++)
        {
            int kind = i % 3;
            double length = (2 * kind) + Noise(random);
            double width = (kind == 1 ? 3 : 1) + Noise(random);
            string colour = colours[random.Next(10) == 0 ? random.Next(3) : kind];
            text.Append(CultureInfo.InvariantCulture, $"{length:0.000},{width:0.000},{colour},{kinds[kind]}\n");
        }

        return text.ToString();
    }

    /// <summary>price = factor · (3 · size − 2 · age + 1) + offset, with a little noise.</summary>
    public static string Prices(int rows, double factor = 1, double offset = 0)
    {
        var random = new Random(11);
        var text = new StringBuilder("size,age,price\n");
        for (int i = 0; i < rows; i++)
        {
            double size = random.NextDouble();
            double age = random.NextDouble();
            double price = (3 * size) - (2 * age) + 1 + (0.02 * Noise(random));
            text.Append(CultureInfo.InvariantCulture, $"{size:0.0000},{age:0.0000},{(factor * price) + offset:R}\n");
        }

        return text.ToString();
    }

    private static double Noise(Random random) => random.NextDouble() + random.NextDouble() - 1;
}
