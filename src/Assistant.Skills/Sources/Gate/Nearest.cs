namespace Assistant.Skills.Sources.Gate;

/// <summary>Finds what a misspelled name may have meant. Levenshtein distance, at most a third of the letters wrong.</summary>
internal static class Nearest
{
    /// <param name="last">Compare with the part after the last point only: the table's name without its schema.</param>
    public static string? Of(string name, IEnumerable<string> candidates, bool last = false)
    {
        var (best, least) = ((string?)null, int.MaxValue);
        if (name.Length is < 2 or > 64)
            return null;
        foreach (var candidate in candidates.Take(2000))
        {
            var compared = last ? candidate[(candidate.LastIndexOf('.') + 1)..] : candidate;
            if (compared.Length > 64)
                continue;
            var distance = compared.Contains(name, StringComparison.OrdinalIgnoreCase) && name.Length > 2
                ? 1
                : Distance(name.ToUpperInvariant(), compared.ToUpperInvariant());
            if (distance < least && distance * 3 <= name.Length + 1)
                (best, least) = (candidate, distance);
        }
        return best;
    }

    private static int Distance(string a, string b)
    {
        var row = new int[b.Length + 1];
        for (var j = 0; j <= b.Length; j++)
            row[j] = j;
        for (var i = 1; i <= a.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= b.Length; j++)
                (diagonal, row[j]) = (row[j], Math.Min(Math.Min(row[j], row[j - 1]) + 1, diagonal + (a[i - 1] == b[j - 1] ? 0 : 1)));
        }
        return row[^1];
    }
}
