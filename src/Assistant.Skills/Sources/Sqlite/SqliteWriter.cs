using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using static Assistant.Skills.Sources.Sqlite.SqliteLibrary;

namespace Assistant.Skills.Sources.Sqlite;

/// <param name="Type">What its values are.</param>
internal sealed record SqliteOrderColumn(string Name, DataType Type);

/// <param name="Changed">For each column: whether it changes.</param>
internal sealed record SqliteOrderRow(string[] Key, bool[] Changed, string?[] Old, string?[] New);

/// <summary>An approved change set for one table of a SQLite file.</summary>
/// <param name="LookOnly">Nothing is written: tells how many rows have the old values, and how many the new ones.</param>
internal sealed record SqliteWriteOrder(string Path, string Table, IReadOnlyList<SqliteOrderColumn> Keys, IReadOnlyList<SqliteOrderColumn> Columns, IReadOnlyList<SqliteOrderRow> Rows, bool LookOnly);

/// <param name="Refused">Why the file would not have it, in words; null where it did or did not come to it.</param>
/// <param name="OldStands">Rows with all of their old values, before anything was written.</param>
/// <param name="NewStands">Rows with all of their new values, before anything was written.</param>
/// <param name="Mismatches">Keys of some rows with other values, or none.</param>
internal sealed record SqliteWriteResult(bool Written, string? Refused, int OldStands, int NewStands, IReadOnlyList<string> Mismatches);

/// <summary>
/// The only code that opens a SQLite file for writing. All rows in one transaction, which nobody can write beside; each is read first, and
/// where one has other values than the order says, nothing is written.
/// </summary>
internal static unsafe class SqliteWriter
{
    private const int KeysTold = 20, Constraint = 19;

    public static SqliteWriteResult Run(SqliteWriteOrder order, CancellationToken cancellationToken)
    {
        nint database = 0;
        try
        {
            Check(sqlite3_open_v2(order.Path, out database, OpenReadWrite | OpenFullMutex, 0), database);
            Check(sqlite3_busy_timeout(database, 10_000), database);
            _ = sqlite3_limit(database, LimitAttached, 0);
            Execute(database, "PRAGMA trusted_schema = OFF; PRAGMA cell_size_check = ON; PRAGMA foreign_keys = ON; PRAGMA synchronous = FULL");
            // Also where it is only looked at: a write that was cut off is taken back by whoever opens the file next for writing.
            Execute(database, "BEGIN IMMEDIATE");
            var result = Work(database, order, cancellationToken);
            Execute(database, result.Written ? "COMMIT" : "ROLLBACK");
            return result;
        }
        catch (SqliteException refused) when ((refused.Code & 0xff) is Constraint || refused.FileFault is not null)
        {
            // Closing takes back what was not committed.
            return new(false, (refused.Code & 0xff) is Constraint ? $"The database does not take a new value: {refused.Message}. Nothing was written." : refused.FileFault, 0, 0, []);
        }
        finally
        {
            _ = sqlite3_close_v2(database);
        }
    }

    private static SqliteWriteResult Work(nint database, SqliteWriteOrder order, CancellationToken cancellationToken)
    {
        var names = order.Columns.Select(c => Name(c.Name)).ToList();
        var where = string.Join(" AND ", order.Keys.Select((k, i) => $"{Name(k.Name)} = ?{i + 1}"));
        var read = Prepare(database, $"SELECT {string.Join(", ", names)} FROM {Name(order.Table)} WHERE {where}");
        var write = order.LookOnly ? 0 : Prepare(database,
            $"UPDATE {Name(order.Table)} SET {string.Join(", ", names.Select((n, i) => $"{n} = CASE WHEN ?{order.Keys.Count + 2 * i + 1} THEN ?{order.Keys.Count + 2 * i + 2} ELSE {n} END"))} WHERE {where}");
        try
        {
            var (old, fresh, mismatches) = (0, 0, new List<string>());
            foreach (var row in order.Rows)
            {
                cancellationToken.ThrowIfCancellationRequested();
                var allBefore = mismatches.Count == 0;
                var now = Read(database, read, order, row);
                var stands = now is not null && Stands(order, row, row.Old, now);
                old += stands ? 1 : 0;
                fresh += now is not null && Stands(order, row, row.New, now) ? 1 : 0;
                if (!stands && mismatches.Count < KeysTold)
                    mismatches.Add(string.Join(", ", row.Key));
                // From the first mismatch on nothing needs to be written any more.
                if (stands && allBefore && !order.LookOnly)
                    Write(database, write, order, row, now!);
            }
            return new(!order.LookOnly && old == order.Rows.Count, null, old, fresh, mismatches);
        }
        finally
        {
            _ = sqlite3_finalize(read) + sqlite3_finalize(write);
        }
    }

    /// <summary>The row's values as they are stored; null where there is none, or more than one.</summary>
    private static object?[]? Read(nint database, nint statement, SqliteWriteOrder order, SqliteOrderRow row)
    {
        BindKey(database, statement, order, row);
        object?[]? values = null;
        var found = 0;
        int step;
        while ((step = sqlite3_step(statement)) == Row)
            if (found++ == 0)
                values = [.. order.Columns.Select((_, i) => Value(statement, i))];
        _ = sqlite3_reset(statement);
        Check(step == Done ? 0 : step, database);
        return found == 1 ? values : null;
    }

    private static void Write(nint database, nint statement, SqliteWriteOrder order, SqliteOrderRow row, object?[] now)
    {
        BindKey(database, statement, order, row);
        for (var i = 0; i < order.Columns.Count; i++)
        {
            Bind(database, statement, order.Keys.Count + 2 * i + 1, row.Changed[i] ? 1L : 0L);
            Bind(database, statement, order.Keys.Count + 2 * i + 2, row.Changed[i] ? Stored(row.New[i], order.Columns[i].Type, now[i]) : null);
        }
        var step = sqlite3_step(statement);
        _ = sqlite3_reset(statement);
        Check(step == Done ? 0 : step, database);
    }

    private static bool Stands(SqliteWriteOrder order, SqliteOrderRow row, string?[] wanted, object?[] now)
    {
        for (var i = 0; i < order.Columns.Count; i++)
            if (row.Changed[i] && CellForm.Of(now[i], order.Columns[i].Type) != CellForm.Of(wanted[i], order.Columns[i].Type))
                return false;
        return true;
    }

    /// <summary>A value as this file stores its type: truths as numbers, moments in the form of the value that they replace.</summary>
    private static object? Stored(string? text, DataType type, object? replaced) => type switch
    {
        _ when text is null => null,
        DataType.Boolean when CellForm.Of(text, type) is "true" or "false" => replaced is string ? text : CellForm.Of(text, type) == "true" ? 1L : 0L,
        DataType.Integer when long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var whole) => whole,
        DataType.Number when double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) => number,
        DataType.Timestamp when replaced is string { Length: > 10 } before && before[10] == 'T' && text.Length > 10 => $"{text[..10]}T{text[11..]}",
        _ => text,
    };

    private static void BindKey(nint database, nint statement, SqliteWriteOrder order, SqliteOrderRow row)
    {
        for (var i = 0; i < order.Keys.Count; i++)
            Bind(database, statement, i + 1, Stored(row.Key[i], order.Keys[i].Type, null));
    }

    private static void Bind(nint database, nint statement, int place, object? value)
    {
        switch (value)
        {
            case long whole: Check(sqlite3_bind_int64(statement, place, whole), database); break;
            case double number: Check(sqlite3_bind_double(statement, place, number), database); break;
            case string text:
                var bytes = Encoding.UTF8.GetBytes(text + "\0");
                fixed (byte* start = bytes)
                    Check(sqlite3_bind_text(statement, place, start, bytes.Length - 1, -1), database);   // -1: SQLite keeps a copy
                break;
            default: Check(sqlite3_bind_null(statement, place), database); break;
        }
    }

    private static object? Value(nint statement, int column) => sqlite3_column_type(statement, column) switch
    {
        1 => sqlite3_column_int64(statement, column),
        2 => sqlite3_column_double(statement, column),
        3 => Marshal.PtrToStringUTF8(sqlite3_column_text(statement, column), sqlite3_column_bytes(statement, column)),
        _ => null,
    };

    private static nint Prepare(nint database, string sql)
    {
        var text = (byte*)Marshal.StringToCoTaskMemUTF8(sql);
        try
        {
            Check(sqlite3_prepare_v2(database, text, -1, out var statement, out _), database);
            return statement;
        }
        finally
        {
            Marshal.FreeCoTaskMem((nint)text);
        }
    }

    private static void Execute(nint database, string sql) => Check(sqlite3_exec(database, sql, 0, 0, 0), database);

    private static string Name(string name) => $"\"{name.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";

    private static void Check(int code, nint database)
    {
        if (code != 0)
            throw new SqliteException(code, database == 0 ? "out of memory" : Marshal.PtrToStringUTF8(sqlite3_errmsg(database))!);
    }
}
