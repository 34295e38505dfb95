using System.Diagnostics;
using Assistant.Skills.Sources.DuckDb.Engine;
using Assistant.Skills.Sources.Files;
using Assistant.Skills.Sql;

namespace Assistant.Skills.Sources.DuckDb;

/// <summary>Data files, read where they lie by DuckDB in a process of its own.</summary>
internal sealed class DuckDbSource(FileEngine engine, FilePlan plan) : ISource
{
    private readonly SemaphoreSlim _looking = new(1, 1);
    private volatile FilePlan _plan = plan;
    private FilePlan? _change;

    public SqlDialect Dialect => SqlDialect.DuckDb;

    internal FileEngine Engine => engine;

    internal FilePlan Plan => _plan;

    /// <summary>Once after all of the file was looked at: the new way to read it, to be kept. Else null.</summary>
    internal FilePlan? TakeChange() => Interlocked.Exchange(ref _change, null);

    public Task<SourceCatalog> IntrospectAsync(CancellationToken cancellationToken)
    {
        List<CatalogTable> tables = [.. _plan.Tables.Select(t => new CatalogTable(
            new(null, t.Name), [.. t.Columns.Select(c => new CatalogColumn(c.Name, c.NativeType, c.Type))], [], t.Rows))];
        return Task.FromResult(new SourceCatalog(SqlDialect.DuckDb, tables, [], SchemaVersion.Of(tables, [])));
    }

    public async Task<QueryOutcome> ReadAsync(AdmittedQuery query, CancellationToken cancellationToken)
    {
        var before = _plan;
        try
        {
            return await ReadAsync(before, query, cancellationToken);
        }
        catch (FileEngineException failure) when (failure.Kind is not EngineFailureKind.Data || !before.Sampled)
        {
            return failure.Outcome;
        }
        catch (FileEngineException)
        {
            return await ReadWholeAsync(before, query, cancellationToken);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await engine.DisposeAsync();
        _looking.Dispose();
    }

    /// <summary>A value below the rows that told the kinds does not fit them: all rows tell them now, and the query runs once more.</summary>
    private async Task<QueryOutcome> ReadWholeAsync(FilePlan before, AdmittedQuery query, CancellationToken cancellationToken)
    {
        var after = before;
        try
        {
            after = await LookAgainAsync(before, cancellationToken);
            return await ReadAsync(after, query, cancellationToken);
        }
        catch (FileEngineException failure)
        {
            // What was asked suited the old kinds: the sum of a column that is text now is none.
            return failure.Kind is EngineFailureKind.Data or EngineFailureKind.NotUnderstood && Changed(before, after) is { Length: > 0 } changed
                ? new QueryOutcome.EngineFailed($"Further down in the file stand values unlike those at its beginning, so all of it was looked at again: {changed}. Ask again.")
                : failure.Outcome;
        }
    }

    private async Task<FilePlan> LookAgainAsync(FilePlan before, CancellationToken cancellationToken)
    {
        await _looking.WaitAsync(cancellationToken);
        try
        {
            if (ReferenceEquals(_plan, before))
                _change = _plan = await WholeAsync(before, cancellationToken);
            return _plan;
        }
        finally
        {
            _looking.Release();
        }
    }

    private async Task<FilePlan> WholeAsync(FilePlan before, CancellationToken cancellationToken)
    {
        try
        {
            if ((await engine.InspectAsync(before.Path, whole: true, cancellationToken)).Plan is { } whole)
                return whole with { Again = true };
        }
        catch (FileEngineException) when (File.Exists(before.Path) && before.AsText() is not null)
        {
            // Too much for the engine's time or memory; text is not.
        }
        return before.AsText() ?? throw new FileEngineException(EngineFailureKind.Other, "Further down in the file stand values unlike those at its beginning, and it could not be read as a whole. Split it, or export it anew.");
    }

    private static string Changed(FilePlan before, FilePlan after) => string.Join(", ",
        from table in after.Tables
        from column in table.Columns
        where before.Tables.FirstOrDefault(t => t.Name == table.Name)?.Columns.FirstOrDefault(c => c.Name == column.Name) is { } old && old.Type != column.Type
        select $"\"{column.Name}\" is read as {column.Type.ToString().ToLowerInvariant()} now");

    private async Task<QueryOutcome> ReadAsync(FilePlan plan, AdmittedQuery query, CancellationToken cancellationToken)
    {
        var started = Stopwatch.GetTimestamp();
        var result = new ResultRows(query.Limits.MaxRows);
        List<ResultColumn> columns = [];
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
}
