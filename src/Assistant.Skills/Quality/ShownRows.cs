using Assistant.Skills.Conversation;
using Assistant.Skills.Sources;

namespace Assistant.Skills.Quality;

/// <summary>Shows rows of quality work in the chat, as any answer's: kept as a query, read with the rights of who looks.</summary>
public sealed class ShownRows(Results results, QueryGate gate)
{
    /// <summary>Which rows were shown last in a conversation, "rule:7" or "trial:7": those that numbers of rows mean.</summary>
    public const string StateKey = "quality.rows";

    /// <summary>Null where nothing is to be shown.</summary>
    /// <param name="explanation">Said with the query; null where only rows are shown.</param>
    public async Task<ResultTable?> ShowAsync(TurnContext turn, OpenedSource source, string sql, string title, string? explanation, CancellationToken cancellationToken)
    {
        if (await ReadAsync(source, sql, cancellationToken) is not { Rows.Count: > 0 } table)
            return null;
        var id = await results.KeepAsync(turn, source, sql, table, cancellationToken);
        await turn.ShowAsync(new ResultPart(id, source.Info.Id, source.Info.Name, title, null, [], []));
        await turn.ShowAsync(new TablePart(id, title, [.. table.Columns.Select(c => new TableColumn(c.Name, c.Name, c.Type))], table.Rows.Count, table.Completeness, table.Hash));
        if (explanation is not null)
            await turn.ShowAsync(new SqlPart(id, source.Info.Id, sql, source.Source.Dialect.ToString(), explanation));
        return table;
    }

    /// <summary>Null where the source or the gate refused.</summary>
    public async Task<ResultTable?> ReadAsync(OpenedSource source, string sql, CancellationToken cancellationToken) =>
        await gate.ReadAsync(source.Source, sql, new(source.Catalog, source.Policy, Results.Limits), cancellationToken) is QueryOutcome.Rows rows ? rows.Table : null;

    /// <summary>The rows by column.</summary>
    public static IReadOnlyList<IReadOnlyDictionary<string, object?>> Named(ResultTable table) =>
        [.. table.Rows.Select(row => table.Columns.Select((c, i) => (c.Name, Cell: row[i])).DistinctBy(c => c.Name, StringComparer.OrdinalIgnoreCase).ToDictionary(c => c.Name, c => c.Cell, StringComparer.OrdinalIgnoreCase))];
}
