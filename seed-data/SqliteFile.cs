using System.Runtime.InteropServices;
using System.Text;

namespace Assistant.Samples;

/// <summary>Writes a sample as one SQLite file through libsqlite3.</summary>
internal static unsafe partial class SqliteFile
{
    public static void Write(string path, Sample sample)
    {
        File.Delete(path);
        Check(sqlite3_open(path, out var database), database);
        try
        {
            // Nothing is at stake when this breaks off: the file is made anew.
            Run(database, "PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; BEGIN");
            foreach (var table in sample.Tables)
            {
                Run(database, Ddl.Create(table, table.Name, SqliteType));
                Fill(database, table);
            }
            Run(database, "COMMIT; ANALYZE; VACUUM");
        }
        finally
        {
            Check(sqlite3_close(database), database);
        }
    }

    private static string SqliteType(ColumnType type) => type switch
    {
        ColumnType.Integer => "INTEGER",
        ColumnType.Number => "DECIMAL(14,2)",
        ColumnType.Date => "DATE",
        ColumnType.Timestamp => "TIMESTAMP",
        _ => "TEXT",
    };

    private static void Fill(nint database, Table table)
    {
        var marks = string.Join(", ", table.Columns.Select(_ => "?"));
        Check(sqlite3_prepare_v2(database, $"INSERT INTO {table.Name} VALUES ({marks})", -1, out var statement, 0), database);
        foreach (var row in table.Rows)
        {
            for (var i = 0; i < row.Length; i++)
                Bind(database, statement, i + 1, row[i]);
            if (sqlite3_step(statement) != Done)
                throw new InvalidOperationException($"{table.Name}: {Message(database)}");
            _ = sqlite3_reset(statement);
        }
        Check(sqlite3_finalize(statement), database);
    }

    private static void Bind(nint database, nint statement, int place, object? value)
    {
        switch (value)
        {
            case null: Check(sqlite3_bind_null(statement, place), database); break;
            case int number: Check(sqlite3_bind_int64(statement, place, number), database); break;
            case decimal number: Check(sqlite3_bind_double(statement, place, (double)number), database); break;
            default:
                var bytes = Encoding.UTF8.GetBytes(FaultKey.Text(value)!);
                fixed (byte* text = bytes)
                    Check(sqlite3_bind_text(statement, place, text, bytes.Length, Transient), database);
                break;
        }
    }

    private static void Run(nint database, string sql) => Check(sqlite3_exec(database, sql, 0, 0, 0), database);

    private static void Check(int code, nint database)
    {
        if (code != 0)
            throw new InvalidOperationException($"SQLite: {Message(database)}");
    }

    private static string Message(nint database) => Marshal.PtrToStringUTF8(sqlite3_errmsg(database)) ?? "";

    private const int Done = 101;
    private const string Library = "libsqlite3.so.0";
    private static readonly nint Transient = -1;

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int sqlite3_open(string path, out nint database);

    [LibraryImport(Library)]
    private static partial int sqlite3_close(nint database);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int sqlite3_exec(nint database, string sql, nint callback, nint argument, nint message);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int sqlite3_prepare_v2(nint database, string sql, int length, out nint statement, nint rest);

    [LibraryImport(Library)]
    private static partial int sqlite3_bind_null(nint statement, int place);

    [LibraryImport(Library)]
    private static partial int sqlite3_bind_int64(nint statement, int place, long value);

    [LibraryImport(Library)]
    private static partial int sqlite3_bind_double(nint statement, int place, double value);

    [LibraryImport(Library)]
    private static partial int sqlite3_bind_text(nint statement, int place, byte* text, int length, nint destructor);

    [LibraryImport(Library)]
    private static partial int sqlite3_step(nint statement);

    [LibraryImport(Library)]
    private static partial int sqlite3_reset(nint statement);

    [LibraryImport(Library)]
    private static partial int sqlite3_finalize(nint statement);

    [LibraryImport(Library)]
    private static partial nint sqlite3_errmsg(nint database);
}
