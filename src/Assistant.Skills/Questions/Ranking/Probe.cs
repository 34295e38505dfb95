using System.Globalization;
using Assistant.Skills.Sources;

namespace Assistant.Skills.Questions.Ranking;

/// <summary>What running a reading's query showed. Two readings with the same signature give the same answer.</summary>
/// <param name="Table">The rows, or null where the query failed or took too long.</param>
internal sealed record Probe(ResultTable? Table, string Signature)
{
    public bool Failed => Table is null;
    public bool Empty => Table is { Rows.Count: 0 };

    /// <summary>Rows, but nothing in them.</summary>
    public bool OnlyNulls => Table is { Rows.Count: > 0 } t && t.Rows.All(r => r.All(c => c is null));

    /// <summary>One cell that says zero.</summary>
    public bool Zero => Table is { Rows: [[{ } cell]] } && Number(cell) == 0;

    public static Probe Of(QueryOutcome outcome) => outcome is QueryOutcome.Rows { Table: var table } ? new(table, Sign(table)) : new(null, "");

    /// <summary>Rows in any order, columns in any order: a sum over rows of what a row's cells mix to.</summary>
    private static string Sign(ResultTable table)
    {
        var all = 0UL;
        foreach (var row in table.Rows)
        {
            var cells = 0UL;
            foreach (var cell in row)
                cells += Hash(cell);
            all += (cells ^ (cells >> 29)) * 0x9E3779B97F4A7C15UL;
        }
        return $"{table.Columns.Count}:{table.Rows.Count}:{all:x}";
    }

    // FNV-1a, so that signatures are the same in every process.
    private static ulong Hash(object? cell)
    {
        var text = cell is null ? "\0" : Number(cell) is { } number ? number.ToString("G7", CultureInfo.InvariantCulture) : Convert.ToString(cell, CultureInfo.InvariantCulture)!;
        var hash = 14695981039346656037UL;
        foreach (var c in text)
            hash = (hash ^ c) * 1099511628211UL;
        return hash * hash + hash;
    }

    private static double? Number(object cell) => cell switch
    {
        long n => n,
        int n => n,
        decimal n => (double)n,
        double n => n,
        _ => null,
    };
}
