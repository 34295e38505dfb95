using System.Globalization;

namespace Assistant.Skills.Sources.Profiling;

/// <summary>The product's own reading of a source: through the gate like everything else, with no policy in the way.</summary>
internal sealed class SourceReader(ISource source, SourceCatalog catalog, QueryGate gate)
{
    private static readonly GateLimits Limits = new(MaxRows: 10_000) { Timeout = TimeSpan.FromSeconds(60) };

    /// <summary>The rows, or null when the source could not answer: a profile then lacks a figure and is still a profile.</summary>
    public async Task<IReadOnlyList<object?[]>?> RowsAsync(string sql, CancellationToken cancellationToken) =>
        await gate.ReadAsync(source, sql, new(catalog, DataPolicy.Everything, Limits), cancellationToken) is QueryOutcome.Rows rows ? rows.Table.Rows : null;

    /// <summary>PostgreSQL, SQLite and DuckDB all quote names the standard's way.</summary>
    public static string Name(string name) => $"\"{name.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";

    public static string Name(TableName table) => table.Schema is null ? Name(table.Name) : $"{Name(table.Schema)}.{Name(table.Name)}";

    public static long Whole(object? cell) => cell switch
    {
        long number => number,
        decimal number => (long)number,
        double number => (long)number,
        _ => 0,
    };

    public static double? Real(object? cell) => cell switch
    {
        null => null,
        bool or string or DateOnly or DateTime or DateTimeOffset or TimeOnly or TimeSpan or byte[] => null,
        IConvertible number => number.ToDouble(CultureInfo.InvariantCulture),
        _ => null,
    };
}
