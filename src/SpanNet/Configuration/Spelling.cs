namespace SpanNet.Configuration;

/// <summary>Finds the name that was probably meant.</summary>
public static class Spelling
{
    /// <summary>No name is longer; comparing texts of any length would let a hostile file take time without end.</summary>
    private const int LongestName = 64;

    /// <summary>Most names that a message lists.</summary>
    private const int LongestList = 30;

    /// <summary>“did you mean 'x'?” when a valid name is near, else the list of valid names, the nearest first.</summary>
    public static string Suggest(string name, IEnumerable<string> valid)
    {
        string[] names = [.. valid];
        if (name.Length <= LongestName)
        {
            names = [.. names.OrderBy(candidate => Distance(name, candidate))];
        }

        return names is [string nearest, ..] && Distance(name, nearest) <= Math.Max(1, Math.Max(name.Length, nearest.Length) / 3)
            ? $"did you mean '{nearest}'?"
            : $"valid are: {string.Join(", ", names.Take(LongestList))}{(names.Length > LongestList ? ", …" : "")}";
    }

    /// <summary>Number of letters to insert, remove, replace or swap with the next to turn one word into the other. Damerau 1964.</summary>
    private static int Distance(string a, string b)
    {
        if (a.Length > LongestName || b.Length > LongestName)
        {
            return int.MaxValue;
        }

        int[,] distance = new int[a.Length + 1, b.Length + 1];
        for (int i = 0; i <= a.Length; i++)
        {
            for (int j = 0; j <= b.Length; j++)
            {
                distance[i, j] =
                    i == 0 ? j
                    : j == 0 ? i
                    : Math.Min(
                        distance[i - 1, j - 1] + (Same(a[i - 1], b[j - 1]) ? 0 : 1),
                        1 + Math.Min(distance[i - 1, j], distance[i, j - 1])
                    );
                if (i > 1 && j > 1 && Same(a[i - 1], b[j - 2]) && Same(a[i - 2], b[j - 1]))
                {
                    distance[i, j] = Math.Min(distance[i, j], 1 + distance[i - 2, j - 2]);
                }
            }
        }

        return distance[a.Length, b.Length];
    }

    private static bool Same(char a, char b) => char.ToLowerInvariant(a) == char.ToLowerInvariant(b);
}
