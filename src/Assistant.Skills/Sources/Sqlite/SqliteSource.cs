using System.Collections.Concurrent;
using System.Diagnostics;
using Assistant.Skills.Sql;

namespace Assistant.Skills.Sources.Sqlite;

/// <summary>A SQLite file, read in place. The file is opened for reading only and the authorizer refuses all but reads of its tables.</summary>
public sealed class SqliteSource : ISource
{
    private const int TooBig = 18;

    private readonly string _path;
    private readonly SqlitePolicy _policy;
    private readonly ConcurrentBag<SqliteConnection> _idle = [];
    private HashSet<string> _tables = new(StringComparer.OrdinalIgnoreCase);
    private bool _disposed;

    public SqliteSource(string path)
    {
        _path = path;
        // The JSON table functions only unfold what a query already has.
        _policy = new(table => table is "json_each" or "json_tree" || _tables.Contains(table));
    }

    public SqlDialect Dialect => SqlDialect.Sqlite;

    public Task<SourceCatalog> IntrospectAsync(CancellationToken cancellationToken) => Task.Run(
        () =>
        {
            using var connection = new SqliteConnection(_path, SqlitePolicy.Introspection);
            var catalog = SqliteIntrospection.Read(connection, cancellationToken);
            _tables = new(catalog.Tables.Select(t => t.Name.Name), StringComparer.OrdinalIgnoreCase);
            return catalog;
        },
        cancellationToken);

    public async Task<QueryOutcome> ReadAsync(AdmittedQuery query, CancellationToken cancellationToken)
    {
        if (_tables.Count == 0)
            await IntrospectAsync(cancellationToken);
        return await Task.Run(() => Read(query, cancellationToken), cancellationToken);
    }

    public ValueTask DisposeAsync()
    {
        _disposed = true;
        while (_idle.TryTake(out var connection))
            connection.Dispose();
        return ValueTask.CompletedTask;
    }

    private QueryOutcome Read(AdmittedQuery query, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(query.Limits.Timeout);
        var started = Stopwatch.GetTimestamp();
        SqliteConnection? connection = null;
        try
        {
            connection = _idle.TryTake(out var idle) ? idle : new(_path, _policy);
            var result = new ResultRows(query.Limits.MaxRows);
            IReadOnlyList<SqliteColumn> shape;
            using (var rows = connection.Read(query.Sql, limit.Token))
            {
                shape = rows.Columns;
                while (rows.Next() is { } row && result.TryAdd(row))
                {
                }
            }
            var columns = shape.Select((c, i) => new ResultColumn(c.Name, SqliteTypes.Settle(c.DeclaredType, result.Rows, i))).ToList();
            return result.Finish(columns, Stopwatch.GetElapsedTime(started));
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return new QueryOutcome.TooCostly($"The query was stopped after {query.Limits.Timeout.TotalSeconds:0} seconds.");
        }
        catch (SqliteException refused)
        {
            return Outcome(refused);
        }
        finally
        {
            if (connection is not null)
                if (_disposed) connection.Dispose(); else _idle.Add(connection);
        }
    }

    private static QueryOutcome Outcome(SqliteException failure) => failure.Code switch
    {
        SqliteLibrary.NotAuthorized => new QueryOutcome.NotAllowed("this data"),
        _ when failure.Message.StartsWith("not authorized to use function", StringComparison.Ordinal) => new QueryOutcome.NotAllowed("this function"),
        SqliteLibrary.Misuse => new QueryOutcome.NotARead(failure.Message),
        TooBig => new QueryOutcome.TooCostly("A single value of the result would be larger than 16 MB."),
        _ when failure.FileFault is { } fault => new QueryOutcome.EngineFailed(fault),
        _ => new QueryOutcome.EngineFailed($"SQLite could not run the query: {failure.Message}."),
    };
}
