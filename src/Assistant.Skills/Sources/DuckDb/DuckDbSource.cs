using System.Diagnostics;
using Assistant.Skills.Sources.DuckDb.Engine;
using Assistant.Skills.Sources.Files;
using Assistant.Skills.Sql;

namespace Assistant.Skills.Sources.DuckDb;

/// <summary>Data files, read where they lie by DuckDB in a process of its own.</summary>
internal sealed class DuckDbSource(FileEngine engine, FilePlan plan) : ISource
{
    public SqlDialect Dialect => SqlDialect.DuckDb;

    internal FileEngine Engine => engine;

    public Task<SourceCatalog> IntrospectAsync(CancellationToken cancellationToken)
    {
        List<CatalogTable> tables = [.. plan.Tables.Select(t => new CatalogTable(
            new(null, t.Name), [.. t.Columns.Select(c => new CatalogColumn(c.Name, c.NativeType, c.Type))], [], t.Rows))];
        return Task.FromResult(new SourceCatalog(SqlDialect.DuckDb, tables, [], SchemaVersion.Of(tables, [])));
    }

    public async Task<QueryOutcome> ReadAsync(AdmittedQuery query, CancellationToken cancellationToken)
    {
        var started = Stopwatch.GetTimestamp();
        var result = new ResultRows(query.Limits.MaxRows);
        List<ResultColumn> columns = [];
        try
        {
            await engine.QueryAsync(
                plan, new(query.Sql, query.Limits.MaxRows),
                frame =>
                {
                    if (frame.Kind is FrameKind.Columns)
                        columns = frame.Read<List<ResultColumn>>();
                    else if (frame.Kind is FrameKind.Rows)
                        foreach (var row in CellPacking.Unpack(frame.Body, columns.Count))
                            if (!result.TryAdd(row))
                                break;
                },
                query.Limits.Timeout, cancellationToken);
            return result.Finish(columns, Stopwatch.GetElapsedTime(started));
        }
        catch (FileEngineException failure)
        {
            return failure.Kind switch
            {
                EngineFailureKind.NotARead => new QueryOutcome.NotARead(failure.Message),
                EngineFailureKind.NotAllowed => new QueryOutcome.NotAllowed(failure.Message),
                EngineFailureKind.TooCostly => new QueryOutcome.TooCostly(failure.Message),
                _ => new QueryOutcome.EngineFailed(failure.Message),
            };
        }
    }

    public ValueTask DisposeAsync() => engine.DisposeAsync();
}
