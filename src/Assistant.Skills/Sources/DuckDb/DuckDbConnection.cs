using System.Runtime.InteropServices;
using static Assistant.Skills.Sources.DuckDb.DuckDbLibrary;

namespace Assistant.Skills.Sources.DuckDb;

internal sealed class DuckDbException(string message) : Exception(message);

/// <summary>One query's result, streamed: column names and types first, then rows.</summary>
internal interface IRowTarget
{
    void Columns(IReadOnlyList<ResultColumn> columns);

    /// <summary>False to stop.</summary>
    bool Row(object?[] row);
}

/// <summary>An in-memory DuckDB database and one connection to it, in the file engine's own process.</summary>
/// <remarks>One thread at a time, but for <see cref="Interrupt"/>.</remarks>
internal sealed unsafe class DuckDbConnection : IDisposable
{
    private const string OneStatement = "One reading statement is allowed.";

    private nint _database, _connection;

    public DuckDbConnection(IReadOnlyDictionary<string, string> settings)
    {
        _ = duckdb_create_config(out var config);
        try
        {
            foreach (var (name, value) in settings)
                if (duckdb_set_config(config, name, value) != 0)
                    throw new DuckDbException($"DuckDB does not know the setting {name}.");
            if (duckdb_open_ext(":memory:", out _database, config, out var error) != 0)
            {
                var message = Text(error);
                duckdb_free(error);
                throw new DuckDbException(message);
            }
        }
        finally
        {
            duckdb_destroy_config(ref config);
        }
        _ = duckdb_connect(_database, out _connection);
    }

    /// <summary>Stops the running query; may be called from any thread.</summary>
    public void Interrupt() => duckdb_interrupt(_connection);

    /// <summary>Runs statements of our own.</summary>
    public void Run(string sql)
    {
        Result result;
        var failed = duckdb_query(_connection, sql, &result);
        var error = failed == 0 ? null : Text(duckdb_result_error(&result));
        duckdb_destroy_result(&result);
        if (error is not null)
            throw new DuckDbException(error);
    }

    /// <summary>Reads one SELECT, chunk by chunk; nothing but the current chunk is held.</summary>
    /// <exception cref="DuckDbException">Not one reading statement, or DuckDB's own message.</exception>
    public void Read(string sql, IRowTarget target)
    {
        nint pending = 0;
        var statement = Prepare(sql);
        try
        {
            if (duckdb_pending_prepared_streaming(statement, out pending) != 0)
                throw new DuckDbException(Text(duckdb_pending_error(pending)));
            Result result;
            var failed = duckdb_execute_pending(pending, &result);
            try
            {
                if (failed != 0)
                    throw new DuckDbException(Text(duckdb_result_error(&result)));
                Stream(&result, target);
            }
            finally
            {
                duckdb_destroy_result(&result);
            }
        }
        finally
        {
            duckdb_destroy_pending(ref pending);
            duckdb_destroy_prepare(ref statement);
        }
    }

    /// <summary>
    /// One SELECT. DuckDB itself makes two statements of a PIVOT whose columns come from the data: the first one creates a temporary type
    /// of their names. A text with a semicolon in it is not taken for such.
    /// </summary>
    private nint Prepare(string sql)
    {
        var count = duckdb_extract_statements(_connection, sql, out var statements);
        try
        {
            if (count == 0)
                throw new DuckDbException(Text(duckdb_extract_statements_error(statements)) is { Length: > 0 } error ? error : OneStatement);
            if (count > 1 && sql.Contains(';'))
                throw new DuckDbException(OneStatement);
            for (ulong i = 0; i + 1 < count; i++)
                Execute(PrepareOne(statements, i, CreateStatement));
            return PrepareOne(statements, count - 1, SelectStatement);
        }
        finally
        {
            duckdb_destroy_extracted(ref statements);
        }
    }

    private nint PrepareOne(nint statements, ulong index, int kind)
    {
        var failed = duckdb_prepare_extracted_statement(_connection, statements, index, out var statement) != 0;
        var error = failed ? Text(duckdb_prepare_error(statement)) : duckdb_prepared_statement_type(statement) == kind ? null : OneStatement;
        if (error is null)
            return statement;
        duckdb_destroy_prepare(ref statement);
        throw new DuckDbException(error);
    }

    private static void Execute(nint statement)
    {
        Result result;
        var error = duckdb_execute_prepared(statement, &result) == 0 ? null : Text(duckdb_result_error(&result));
        duckdb_destroy_result(&result);
        duckdb_destroy_prepare(ref statement);
        if (error is not null)
            throw new DuckDbException(error);
    }

    public List<object?[]> Rows(string sql)
    {
        var all = new Gathered();
        Read(sql, all);
        return all.Rows;
    }

    public void Dispose()
    {
        duckdb_disconnect(ref _connection);
        duckdb_close(ref _database);
    }

    private static void Stream(Result* result, IRowTarget target)
    {
        var columns = new DuckDbColumn[(int)duckdb_column_count(result)];
        for (var i = 0; i < columns.Length; i++)
            columns[i] = DuckDbColumn.Of(result, (ulong)i);
        target.Columns([.. columns.Select(c => new ResultColumn(c.Name, c.DataType))]);
        while (duckdb_fetch_chunk(*result) is var chunk and not 0)
        {
            try
            {
                if (!Rows(chunk, columns, target))
                    return;
            }
            finally
            {
                duckdb_destroy_data_chunk(ref chunk);
            }
        }
        if (duckdb_result_error(result) is var late and not 0 && Text(late) is { Length: > 0 } message)
            throw new DuckDbException(message);
    }

    private static bool Rows(nint chunk, DuckDbColumn[] columns, IRowTarget target)
    {
        var count = (int)duckdb_data_chunk_get_size(chunk);
        var rows = new object?[count][];
        for (var row = 0; row < count; row++)
            rows[row] = new object?[columns.Length];
        for (var i = 0; i < columns.Length; i++)
        {
            var vector = duckdb_data_chunk_get_vector(chunk, (ulong)i);
            var data = duckdb_vector_get_data(vector);
            var validity = duckdb_vector_get_validity(vector);
            for (var row = 0; row < count; row++)
                if (validity == null || (validity[row / 64] >> (row % 64) & 1) == 1)
                    rows[row][i] = columns[i].Read(data, row);
        }
        return rows.All(target.Row);
    }

    internal static string Text(nint utf8) => Marshal.PtrToStringUTF8(utf8) ?? "";

    private sealed class Gathered : IRowTarget
    {
        public List<object?[]> Rows { get; } = [];

        public void Columns(IReadOnlyList<ResultColumn> columns)
        {
        }

        public bool Row(object?[] row)
        {
            Rows.Add(row);
            return true;
        }
    }
}
