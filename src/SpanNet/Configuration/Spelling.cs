namespace SpanNet.Configuration;

/// <summary>Finds the name that was probably meant.</summary>
public static class Spelling
{
    /// <summary>“did you mean 'x'?” when a valid name is near, else the list of valid names.</summary>
    public static string Suggest(string name, IEnumerable<string> valid)
    {
        string[] names = [.. valid];
        string? nearest = names.MinBy(candidate => Distance(name, candidate));
        return nearest is not null && Distance(name, nearest) <= Math.Max(1, Math.Max(name.Length, nearest.Length) / 3)
            ? $"did you mean '{nearest}'?"
            : $"valid are: {string.Join(", ", names)}";
    }

    /// <summary>Number of letters to insert, remove or replace to turn one word into the other. Levenshtein 1966.</summary>
    private static int Distance(string a, string b)
    {
        int[] row = [.. Enumerable.Range(0, b.Length + 1)];
        for (int i = 1; i <= a.Length; i++)
        {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.Length; j++)
            {
                int replace = diagonal + (char.ToLowerInvariant(a[i - 1]) == char.ToLowerInvariant(b[j - 1]) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.Min(replace, 1 + Math.Min(row[j], row[j - 1]));
            }
        }

        return row[b.Length];
    }
}
