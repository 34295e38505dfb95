namespace Assistant.Skills.MissingData.Finding;

/// <summary>
/// Which days of a series lack. A series is one where a day without rows would be a surprise: with the usual number of rows a day (the median), of
/// Poisson distributed days less than one in all would be empty by chance; counts that vary more than that are allowed for by half the usual number.
/// Weekdays that never have rows are not expected to.
/// </summary>
internal sealed record DaySeries(IReadOnlyList<DateOnly> Missing, DateOnly First, DateOnly Last, long Expected, double Usual, bool Months)
{
    private const int FewestDays = 20;

    /// <summary>Null where the days are no series.</summary>
    public static DaySeries? Of(IReadOnlyDictionary<DateOnly, long> rows)
    {
        if (rows.Count < 6)
            return null;
        var present = Body(rows);
        var months = present.Count >= 6 && present.Select(d => d.Day).Distinct().Count() == 1;
        if (!months && present.Count < FewestDays)
            return null;
        var (first, last) = (present[0], present[^1]);
        var all = months
            ? Enumerable.Range(0, 12 * (last.Year - first.Year) + last.Month - first.Month + 1).Select(first.AddMonths).ToList()
            : Enumerable.Range(0, last.DayNumber - first.DayNumber + 1).Select(first.AddDays).ToList();
        var there = present.ToHashSet();
        if (!months)
        {
            var off = all.GroupBy(d => d.DayOfWeek).Where(g => g.Count() >= 3 && g.Count(there.Contains) < 0.1 * g.Count()).Select(g => g.Key).ToHashSet();
            all = [.. all.Where(d => !off.Contains(d.DayOfWeek))];
        }
        var missing = all.Where(d => !there.Contains(d)).ToList();
        var counts = present.Select(d => rows[d]).Order().ToList();
        var usual = counts[counts.Count / 2];
        // One row a day, every day: regular whatever chance would say.
        var regular = counts[(int)(0.95 * (counts.Count - 1))] <= 1.5 * Math.Max(1, counts[(int)(0.05 * counts.Count)]) && missing.Count <= 0.1 * all.Count;
        return missing.Count <= 0.2 * all.Count && (regular || all.Count * Math.Exp(-usual / 2.0) < 1) ? new(missing, first, last, all.Count, usual, months) : null;
    }

    /// <summary>The days of the longest stretch without a hole of two months: what is far away stands for something else.</summary>
    private static List<DateOnly> Body(IReadOnlyDictionary<DateOnly, long> rows)
    {
        var days = rows.Keys.Order().ToList();
        var parts = new List<List<DateOnly>> { new() { days[0] } };
        for (var i = 1; i < days.Count; i++)
        {
            if (days[i].DayNumber - days[i - 1].DayNumber > 62)
                parts.Add([]);
            parts[^1].Add(days[i]);
        }
        return parts.MaxBy(part => part.Sum(d => rows[d]))!;
    }

    /// <summary>Days that follow each other as one stretch.</summary>
    public static IReadOnlyList<(DateOnly From, DateOnly To, int Count)> Stretches(IReadOnlyList<DateOnly> missing, bool months)
    {
        var stretches = new List<(DateOnly From, DateOnly To, int Count)>();
        foreach (var day in missing)
        {
            if (stretches is [.., var last] && (months ? last.To.AddMonths(1) : last.To.AddDays(1)) == day)
                stretches[^1] = (last.From, day, last.Count + 1);
            else
                stretches.Add((day, day, 1));
        }
        return stretches;
    }
}
