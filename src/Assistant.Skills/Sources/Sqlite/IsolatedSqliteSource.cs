using Assistant.Skills.Sources.Connections;
using Assistant.Skills.Sources.DuckDb.Engine;
using Assistant.Skills.Sql;

namespace Assistant.Skills.Sources.Sqlite;

/// <summary>
/// A SQLite file, read in a process of its own: one that makes libsqlite3 crash, hang or eat the memory ends that process, which the next
/// question starts anew.
/// </summary>
internal sealed class IsolatedSqliteSource(string path, FileEngine engine, SourceOptions options) : ISource
{
    // The process stops by itself in time; what does not is ended from outside a little later.
    private static readonly TimeSpan Late = TimeSpan.FromSeconds(1);

    public SqlDialect Dialect => SqlDialect.Sqlite;

    internal FileEngine Engine => engine;

    public async Task<SourceCatalog> IntrospectAsync(CancellationToken cancellationToken)
    {
        SourceCatalog? catalog = null;
        await engine.SqliteAsync(
            FrameKind.LookAtSqlite, path, frame => catalog = CatalogJson.Read<SourceCatalog>(frame.Read<string>()), TimeSpan.FromSeconds(options.InspectSeconds), cancellationToken);
        return catalog ?? throw new FileEngineException(EngineFailureKind.Other, "The file engine gave no answer.");
    }

    public async Task<QueryOutcome> ReadAsync(AdmittedQuery query, CancellationToken cancellationToken)
    {
        List<ResultColumn> columns = [];
        List<object?[]> rows = [];
        EngineEnd? end = null;
        try
        {
            await engine.SqliteAsync(
                FrameKind.ReadSqlite, new SqliteEngineQuery(path, query.Sql, query.Limits.MaxRows, (int)query.Limits.Timeout.TotalMilliseconds),
                frame =>
                {
                    if (frame.Kind is FrameKind.Columns)
                        columns = frame.Read<List<ResultColumn>>();
                    else if (frame.Kind is FrameKind.Rows)
                        rows.AddRange(CellPacking.Unpack(frame.Body, columns.Count));
                    else if (frame.Kind is FrameKind.Ended)
                        end = frame.Read<EngineEnd>();
                },
                query.Limits.Timeout + Late, cancellationToken);
        }
        catch (FileEngineException failure)
        {
            return failure.Outcome;
        }
        return end is { } ended
            ? new QueryOutcome.Rows(new(columns, rows, ended.Completeness, ended.Hash, TimeSpan.FromMilliseconds(ended.Milliseconds)))
            : new QueryOutcome.EngineFailed("The file engine gave no answer. Ask again.");
    }

    public ValueTask DisposeAsync() => engine.DisposeAsync();
}
