namespace AuthServer.Protocol.Wire;

/// <summary>What was probably meant by a misspelt name.</summary>
public static class NearestName
{
    // Longer than every name there is, and short enough that looking costs nothing.
    private const int MaxLength = 100;

    /// <summary>The candidate that the fewest changes of letters lead to.</summary>
    /// <returns>Null when none is near: more than a third of the letters differ, or it is too long for a name.</returns>
    public static string? To(string name, IEnumerable<string> candidates)
    {
        if (name.Length > MaxLength)
            return null;
        var (nearest, least) = ((string?)null, Math.Max(2, name.Length / 3) + 1);
        foreach (var candidate in candidates)
        {
            var distance = Distance(name.ToLowerInvariant(), candidate.ToLowerInvariant());
            if (distance < least)
                (nearest, least) = (candidate, distance);
        }

        return nearest;
    }

    /// <summary>Text for an error message: that the name is unknown, and what was probably meant.</summary>
    public static string Describe(string name, IEnumerable<string> candidates) =>
        To(name, candidates) is { } nearest ? $"unknown member; did you mean '{nearest}'?" : "unknown member";

    // Levenshtein, one row at a time.
    private static int Distance(string a, string b)
    {
        var row = Enumerable.Range(0, b.Length + 1).ToArray();
        for (var i = 1; i <= a.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= b.Length; j++)
            {
                var substituted = diagonal + (a[i - 1] == b[j - 1] ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.Min(substituted, Math.Min(row[j], row[j - 1]) + 1);
            }
        }

        return row[b.Length];
    }
}
