using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using static Assistant.Skills.Sources.Sqlite.SqliteLibrary;

namespace Assistant.Skills.Sources.Sqlite;

/// <param name="DeclaredType">As the table declares it, e.g. DECIMAL(12,2); null for an expression. Values need not obey it.</param>
internal sealed record SqliteColumn(string Name, string? DeclaredType);

/// <summary>A read-only SQLite connection through libsqlite3. Locked three times: the file, the authorizer, the statement.</summary>
/// <remarks>For one thread at a time.</remarks>
internal sealed unsafe class SqliteConnection : IDisposable
{
    private const int LongestValue = 16_000_000;   // bytes; bounds what printf, replace and group_concat can blow up
    private static readonly TimeSpan BusyTimeout = TimeSpan.FromSeconds(2);

    private readonly SqlitePolicy _policy;
    private nint _database;
    private GCHandle _self;
    private CancellationToken _stop;

    /// <exception cref="SqliteException">The file is missing, no database, or broken.</exception>
    public SqliteConnection(string path, SqlitePolicy policy)
    {
        _policy = policy;
        try
        {
            Check(sqlite3_open_v2(Address(path), out _database, OpenReadOnly | OpenUri | OpenFullMutex, 0));
            Check(sqlite3_busy_timeout(_database, (int)BusyTimeout.TotalMilliseconds));
            _ = sqlite3_limit(_database, LimitLength, LongestValue);
            _ = sqlite3_limit(_database, LimitAttached, 0);
            // Views may not hide functions, and a broken page is reported instead of believed.
            Check(sqlite3_exec(_database, "PRAGMA trusted_schema = OFF; PRAGMA cell_size_check = ON; PRAGMA query_only = ON", 0, 0, 0));
            // These two are made at their first use by statements that the authorizer would refuse.
            Check(sqlite3_exec(_database, "SELECT 1 FROM json_each('[]'); SELECT 1 FROM json_tree('[]')", 0, 0, 0));
            _self = GCHandle.Alloc(this);
            Check(sqlite3_set_authorizer(_database, &Authorize, GCHandle.ToIntPtr(_self)));
            sqlite3_progress_handler(_database, 1000, &ShouldStop, GCHandle.ToIntPtr(_self));
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <summary>Compiles one SELECT. Dispose the rows before the connection.</summary>
    /// <exception cref="SqliteException">Refused by the policy (23; for a function 1), not one reading statement (21), or broken (1).</exception>
    public Rows Read(string sql, CancellationToken cancellationToken)
    {
        _stop = cancellationToken;
        var text = (byte*)Marshal.StringToCoTaskMemUTF8(sql);
        nint statement = 0, second = 0;
        try
        {
            Check(sqlite3_prepare_v2(_database, text, -1, out statement, out var rest));
            Check(sqlite3_prepare_v2(_database, rest, -1, out second, out _));   // null when only blanks and comments are left
            if (statement == 0 || second != 0 || sqlite3_stmt_readonly(statement) == 0)
                throw new SqliteException(Misuse, "One reading statement is allowed.");
            var rows = new Rows(this, statement);
            statement = 0;
            return rows;
        }
        finally
        {
            _ = sqlite3_finalize(statement) + sqlite3_finalize(second);
            Marshal.FreeCoTaskMem((nint)text);
        }
    }

    public void Dispose()
    {
        _ = sqlite3_close_v2(_database);
        _database = 0;
        if (_self.IsAllocated)
            _self.Free();
    }

    /// <summary>The rows of one statement, read one by one: nothing is held but the current row.</summary>
    public sealed class Rows(SqliteConnection owner, nint statement) : IDisposable
    {
        public IReadOnlyList<SqliteColumn> Columns { get; } = [.. Enumerable.Range(0, sqlite3_column_count(statement)).Select(i =>
            new SqliteColumn(
                Marshal.PtrToStringUTF8(sqlite3_column_name(statement, i)) ?? "",
                Marshal.PtrToStringUTF8(sqlite3_column_decltype(statement, i))))];

        /// <summary>The next row as long, double, string, byte[] or null; null after the last one.</summary>
        /// <exception cref="OperationCanceledException">Cancelled, also in the middle of the work.</exception>
        public object?[]? Next()
        {
            owner._stop.ThrowIfCancellationRequested();
            var step = sqlite3_step(statement);
            if (step == Row)
            {
                var values = new object?[Columns.Count];
                for (var i = 0; i < values.Length; i++)
                    values[i] = Value(i);
                return values;
            }
            owner._stop.ThrowIfCancellationRequested();
            if (step != Done)
                owner.Check(step);
            return null;
        }

        public void Dispose() => _ = sqlite3_finalize(Interlocked.Exchange(ref statement, 0));

        private object? Value(int column) => sqlite3_column_type(statement, column) switch
        {
            1 => sqlite3_column_int64(statement, column),
            2 => sqlite3_column_double(statement, column),
            3 => Marshal.PtrToStringUTF8(sqlite3_column_text(statement, column), sqlite3_column_bytes(statement, column)),
            4 => new ReadOnlySpan<byte>((void*)sqlite3_column_blob(statement, column), sqlite3_column_bytes(statement, column)).ToArray(),
            _ => null,
        };
    }

    /// <summary>Called for each thing a statement would do. 0 allows, 1 denies.</summary>
    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int Authorize(nint self, int action, byte* first, byte* second, byte* database, byte* trigger)
    {
        try
        {
            var policy = ((SqliteConnection)GCHandle.FromIntPtr(self).Target!)._policy;
            return policy.Allows(action, Marshal.PtrToStringUTF8((nint)first) ?? "", Marshal.PtrToStringUTF8((nint)second) ?? "") ? 0 : 1;
        }
        catch (Exception)
        {
            return 1;   // no exception may cross into C; what cannot be judged is refused
        }
    }

    /// <summary>Asked every thousand steps of SQLite's machine: an interrupt from outside could come before the step and be lost.</summary>
    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int ShouldStop(nint self) =>
        ((SqliteConnection)GCHandle.FromIntPtr(self).Target!)._stop.IsCancellationRequested ? 1 : 0;

    /// <summary>A read-only connection cannot make the side files of WAL mode; a database nobody has open does not need them.</summary>
    private static string Address(string path)
    {
        var full = Path.GetFullPath(path);
        var address = "file:" + Uri.EscapeDataString(full).Replace("%2F", "/", StringComparison.Ordinal);
        return InWalMode(full) && !File.Exists(full + "-wal") ? address + "?immutable=1" : address;
    }

    private static bool InWalMode(string path)
    {
        if (!File.Exists(path))
            return false;
        using var file = File.OpenRead(path);
        Span<byte> head = stackalloc byte[20];
        return file.ReadAtLeast(head, head.Length, throwOnEndOfStream: false) == head.Length && head[18] == 2;
    }

    private void Check(int code)
    {
        if (code != 0)
            throw new SqliteException(code, _database == 0 ? "out of memory" : Marshal.PtrToStringUTF8(sqlite3_errmsg(_database))!);
    }
}
