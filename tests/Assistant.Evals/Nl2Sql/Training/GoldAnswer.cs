using System.Globalization;
using System.Text.Json;
using Assistant.Skills.Sources;

namespace Assistant.Evals.Nl2Sql.Training;

/// <summary>Rows that are right for a question: of the gold query, an alternative, or another cut of a tie.</summary>
/// <param name="Runs">Lengths of runs of rows that may come in any order; null where order does not matter; empty where it matters for each.</param>
internal sealed record GoldAnswer(int Width, IReadOnlyList<object?[]> Rows, IReadOnlyList<int>? Runs)
{
    public static GoldAnswer Of(ResultTable table, IReadOnlyList<int>? runs) =>
        new(table.Columns.Count, [.. table.Rows.Select(r => r.Select(Plain).ToArray())], runs);

    public static GoldAnswer Of(JsonElement rows)
    {
        var read = rows.EnumerateArray().Select(r => r.EnumerateArray().Select(Cell).ToArray()).ToList();
        return new(read.Count == 0 ? 0 : read[0].Length, read, null);
    }

    private static object? Cell(JsonElement cell) => cell.ValueKind switch
    {
        JsonValueKind.Null => null,
        JsonValueKind.Number => cell.GetDouble(),
        _ => Plain(cell.ToString()),
    };

    /// <summary>Exactly the gold's columns in any order, and its rows; their order where it matters.</summary>
    /// <param name="further">Whether columns that nobody asked for may stand beside.</param>
    public bool IsMetBy(ResultTable table, bool further = false)
    {
        if (table.Rows.Count != Rows.Count || table.Columns.Count < Width || table.Columns.Count > Width && !further)
            return false;
        if (Rows.Count == 0)
            return true;
        var told = table.Rows.Select(r => r.Select(Plain).ToArray()).ToList();
        var options = Enumerable.Range(0, Width).Select(g => Enumerable.Range(0, table.Columns.Count)
            .Where(p => Same([.. Rows.Select(r => new[] { r[g] })], [.. told.Select(r => new[] { r[p] })])).OrderBy(p => p != g).ToArray()).ToArray();
        var tried = 0;
        return Search([]);

        bool Search(int[] used)
        {
            if (used.Length == Width)
                return ++tried <= 200 && Same(Rows, [.. told.Select(r => used.Select(u => r[u]).ToArray())]);
            return options[used.Length].Any(p => !used.Contains(p) && tried < 200 && Search([.. used, p]));
        }
    }

    private bool Same(IReadOnlyList<object?[]> gold, IReadOnlyList<object?[]> told)
    {
        if (Runs is null || Runs.Count > 0 && Runs.Sum() != gold.Count)
            return SameSet([.. gold], [.. told]);
        if (Runs.Count == 0)
            return gold.Zip(told).All(p => Equal(p.First, p.Second));
        var at = 0;
        foreach (var run in Runs)
        {
            if (!SameSet([.. gold.Skip(at).Take(run)], [.. told.Skip(at).Take(run)]))
                return false;
            at += run;
        }
        return true;
    }

    private static bool SameSet(object?[][] gold, object?[][] told)
    {
        Array.Sort(gold, Compare);
        Array.Sort(told, Compare);
        return gold.Zip(told).All(p => Equal(p.First, p.Second));
    }

    private static bool Equal(object?[] gold, object?[] told) => gold.Zip(told).All(p => (p.First, p.Second) switch
    {
        (null, null) => true,
        (double g, double t) => Math.Abs(g - t) <= Math.Max(1e-6, 1e-5 * Math.Max(Math.Abs(g), Math.Abs(t))),
        (string g, string t) => g == t,
        _ => false,
    });

    private static int Compare(object?[]? a, object?[]? b)
    {
        for (var i = 0; i < a!.Length; i++)
        {
            var order = (a[i], b![i]) switch
            {
                (double x, double y) => Math.Round(x, 5).CompareTo(Math.Round(y, 5)),
                (string x, string y) => string.CompareOrdinal(x, y),
                var (x, y) => Rank(x).CompareTo(Rank(y)),
            };
            if (order != 0)
                return order;
        }
        return 0;
    }

    private static int Rank(object? cell) => cell switch { null => 0, double => 1, _ => 2 };

    private static object? Plain(object? cell) => cell switch
    {
        null => null,
        bool b => b ? 1.0 : 0.0,
        long or int or decimal or double => Convert.ToDouble(cell, CultureInfo.InvariantCulture),
        DateOnly day => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        DateTime moment => moment.TimeOfDay == TimeSpan.Zero ? moment.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) : moment.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture),
        _ => Text(Convert.ToString(cell, CultureInfo.InvariantCulture)!.TrimEnd()),
    };

    private static object Text(string text) =>
        text.Length is > 0 and < 20 && (text[0] is '-' or '+' || char.IsAsciiDigit(text[0])) && !(text.Length > 1 && text[0] == '0' && text[1] != '.')
        && double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number
        : text.EndsWith(" 00:00:00", StringComparison.Ordinal) ? text[..^9] : text;
}
